// Protects `drift live`: differences from the contract are counted, and no key, prompt or id is stored.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { parse } from "yaml";
import { afterEach, describe, expect, it } from "vitest";
import type { Finding } from "../../src/drift/finding.ts";
import type { Json, JsonObject } from "../../src/openapi/json.ts";
import type { Exchange } from "../../src/drift/live/exchange.ts";
import { readHar } from "../../src/drift/live/har.ts";
import { TrafficValidator } from "../../src/drift/live/traffic-validator.ts";
import { startProxy, type RecordingProxy } from "../../src/drift/live/proxy.ts";

const contract = parse(readFileSync("openapi/openapi.yaml", "utf8"), { merge: true }) as JsonObject;
const SECRET = "sk-evolink-0123456789abcdef";
const PROMPT = "my very private wish";

const task = { id: "task-unified-1-abc", status: "pending", created: 1 };
const exchangeWith = (body: Json, status = 200): Exchange => ({
  method: "get",
  path: "/v1/tasks/task-unified-1-abc",
  request: undefined,
  status,
  response: { mediaType: "application/json", body },
});

function findingsOf(...exchanges: Exchange[]): Finding[] {
  const validator = new TrafficValidator(contract);
  for (const exchange of exchanges) validator.add(exchange);
  return validator.findings();
}

describe("live traffic", () => {
  it("that matches the contract has no findings", () => {
    expect(findingsOf(exchangeWith(task))).toEqual([]);
  });

  it.each<[string, Exchange, string, string]>([
    ["an unknown value", exchangeWith({ ...task, status: "queued" }), "breaking", "enum"],
    ["another type", exchangeWith({ ...task, created: "now" }), "breaking", "type"],
    ["a missing field", exchangeWith({ status: "pending" }), "breaking", "required"],
    ["a field that is not described", exchangeWith({ ...task, cost: 3 }), "compatible", "does not describe this field"],
    [
      "a nested field that is not described",
      exchangeWith({ ...task, usage: { discount: 3 } }),
      "compatible",
      "does not describe this field",
    ],
    [
      "a status described by default only",
      exchangeWith({ error: { message: "Busy." } }, 503),
      "compatible",
      "by default only",
    ],
    [
      "another media type",
      { ...exchangeWith(task), response: { mediaType: "text/html", body: undefined } },
      "breaking",
      "media type text/html",
    ],
    [
      "malformed JSON",
      { ...exchangeWith(task), response: { mediaType: "application/json", body: undefined } },
      "breaking",
      "not JSON",
    ],
    ["another path", { ...exchangeWith(task), path: "/v1/files/82731-xyz" }, "breaking", "GET is not described"],
    ["another method", { ...exchangeWith(task), method: "delete" }, "breaking", "DELETE is not described"],
    [
      "a request with an unknown field",
      {
        ...exchangeWith(task),
        method: "post",
        path: "/v1/videos/generations",
        request: {
          mediaType: "application/json",
          body: { model: "kling-o3-reference-to-video", prompt: "x", seed: 1 },
        },
      },
      "breaking",
      "additionalProperties",
    ],
  ])("with %s has a finding", (_case, exchange, level, message) => {
    const findings = findingsOf(exchange);

    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ level, message: expect.stringContaining(message) as string });
  });

  const created = (request: JsonObject, status: number, body: Json): Exchange => ({
    method: "post",
    path: "/v1/videos/generations",
    request: { mediaType: "application/json", body: { model: "kling-o3-reference-to-video", ...request } },
    status,
    response: { mediaType: "application/json", body },
  });
  const errorBody = (code: string | number): Json => ({ error: { code, message: "No." } });

  it.each([
    ["both reject a request", created({ prompt: "x", duration: 99 }, 400, errorBody("invalid_request"))],
    ["both reject a request, with the status as code", created({ prompt: "x", duration: 99 }, 400, errorBody(400))],
    [
      "the service rejects the key before it validates the body",
      created({ prompt: "x", duration: 99 }, 401, errorBody("unauthorized")),
    ],
    ["the service rejects only the content", created({ prompt: "x" }, 400, errorBody("content_policy_violation"))],
  ])("has no findings if %s", (_case, exchange) => {
    expect(findingsOf(exchange)).toEqual([]);
  });

  it.each([
    ["invalid_request", 400],
    ["invalid_parameters", 400],
    [400, 400],
  ])("has a finding if the service rejects with %j what the contract accepts", (code, status) => {
    const findings = findingsOf(created({ prompt: "x", duration: 5 }, status, errorBody(code)));

    expect(findings).toMatchObject([
      {
        level: "breaking",
        message: "the service rejected a request that the contract accepts as invalid, with the status 400 (seen once)",
      },
    ]);
  });

  it("has a finding if the service accepts what the contract rejects", () => {
    const findings = findingsOf(created({ prompt: "x", duration: 99 }, 200, task));

    expect(findings).toMatchObject([{ level: "breaking", message: expect.stringContaining("maximum") as string }]);
  });

  it("with the same difference several times has one finding with a count and an example", () => {
    const findings = findingsOf(
      exchangeWith({ ...task, status: "queued" }),
      exchangeWith({ ...task, status: "queued" }),
      exchangeWith({ ...task, status: "queued" }),
    );

    expect(findings).toMatchObject([{ message: expect.stringContaining("seen 3 times") as string, after: "queued" }]);
  });

  it("with keys, prompts, ids or URLs does not reveal them in findings", () => {
    const request = {
      model: SECRET,
      prompt: PROMPT,
      api_key: SECRET,
      callback_url: "https://me.example/hook?token=abc",
      extra: { deep: [PROMPT, SECRET] },
      [SECRET]: 1,
    };
    const exchange: Exchange = {
      method: "post",
      path: "/v1/videos/generations",
      request: { mediaType: "application/json", body: request },
      status: 200,
      response: {
        mediaType: "application/json",
        body: { ...task, id: 7, note: PROMPT, key: "fox", owner_name: "fox", results: SECRET },
      },
    };

    const text = JSON.stringify(findingsOf(exchange, { ...exchange, path: `/v1/keys/${SECRET}` }));

    for (const secret of [SECRET, PROMPT, "me.example", "task-unified-1", "fox"]) expect(text).not.toContain(secret);
  });
});

describe("a HAR recording", () => {
  it("is read with its bodies, including base64-encoded ones", () => {
    const entry = {
      request: { method: "GET", url: "https://api.evolink.ai/v1/tasks/task-unified-1?x=1" },
      response: {
        status: 200,
        content: {
          mimeType: "application/json; charset=utf-8",
          encoding: "base64",
          text: Buffer.from(JSON.stringify({ ...task, status: "odd" })).toString("base64"),
        },
      },
    };

    const exchanges = readHar({ log: { entries: [entry] } }, "the recording");

    expect(exchanges).toEqual([
      {
        method: "get",
        path: "/v1/tasks/task-unified-1",
        request: undefined,
        status: 200,
        response: { mediaType: "application/json", body: { ...task, status: "odd" } },
      },
    ]);
  });

  it.each<[string, Json, string]>([
    ["is something else", { openapi: "3.1.0" }, "not a HAR recording"],
    ["is empty", { log: { entries: [] } }, "holds no exchange"],
    [
      "has no status",
      { log: { entries: [{ request: { method: "GET", url: "/" }, response: {} }] } },
      "without method, URL or status",
    ],
  ])("that %s is rejected", (_case, recording, reason) => {
    expect(() => readHar(recording, "the recording")).toThrow(reason);
  });
});

describe("the recording proxy", () => {
  const open: { close(): Promise<unknown> }[] = [];

  afterEach(async () => {
    for (const server of open.splice(0)) await server.close();
  });

  async function proxied(): Promise<{ proxy: RecordingProxy; recorded: Exchange[]; received: string[] }> {
    const received: string[] = [];
    const server = createServer((request, response) => {
      request.setEncoding("utf8").on("data", (chunk: string) => received.push(chunk));
      received.push(`${request.method ?? ""} ${request.url ?? ""} ${request.headers.authorization ?? ""}`);
      response.writeHead(200, { "content-type": "application/json", "x-request-id": "7" }).end(JSON.stringify(task));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push({
      close: () =>
        new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        }),
    });
    const address = server.address();
    const recorded: Exchange[] = [];
    const proxy = await startProxy({
      target: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
      onExchange: (exchange) => recorded.push(exchange),
    });
    open.unshift(proxy);
    return { proxy, recorded, received };
  }

  it("forwards requests and reports them", async () => {
    const { proxy, recorded, received } = await proxied();

    const response = await fetch(`${proxy.url}/v1/tasks/1?a=b`, { headers: { authorization: `Bearer ${SECRET}` } });

    expect(await response.json()).toEqual(task);
    expect(response.headers.get("x-request-id")).toBe("7");
    expect(received).toEqual([`GET /v1/tasks/1?a=b Bearer ${SECRET}`]);
    expect(recorded).toEqual([
      {
        method: "get",
        path: "/v1/tasks/1",
        request: undefined,
        status: 200,
        response: { mediaType: "application/json", body: task },
      },
    ]);
    expect(JSON.stringify(recorded)).not.toContain(SECRET);
  });

  it("rejects requests for another host", async () => {
    const { proxy, recorded } = await proxied();
    const { request } = await import("node:http");

    const status = await new Promise((resolve) => {
      request(proxy.url, { headers: { host: "evil.example" } }, (response) => {
        resolve(response.statusCode);
        response.resume();
      }).end();
    });

    expect(status).toBe(421);
    expect(recorded).toEqual([]);
  });
});
