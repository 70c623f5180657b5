// Protects `drift live`: what the contract does not describe is counted, and no key, prompt or id is kept.
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
const answered = (body: Json, status = 200): Exchange => ({
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
  it("that keeps to the contract is no drift", () => {
    expect(findingsOf(answered(task))).toEqual([]);
  });

  it.each<[string, Exchange, string, string]>([
    ["an unknown value", answered({ ...task, status: "queued" }), "breaking", "enum"],
    ["another type", answered({ ...task, created: "now" }), "breaking", "type"],
    ["a missing field", answered({ status: "pending" }), "breaking", "required"],
    ["a field that is not described", answered({ ...task, cost: 3 }), "compatible", "does not describe this field"],
    [
      "a nested field that is not described",
      answered({ ...task, usage: { discount: 3 } }),
      "compatible",
      "does not describe this field",
    ],
    [
      "a status described by default only",
      answered({ error: { message: "Busy." } }, 503),
      "compatible",
      "by default only",
    ],
    [
      "another media type",
      { ...answered(task), response: { mediaType: "text/html", body: undefined } },
      "breaking",
      "media type text/html",
    ],
    [
      "JSON that is none",
      { ...answered(task), response: { mediaType: "application/json", body: undefined } },
      "breaking",
      "not JSON",
    ],
    ["another path", { ...answered(task), path: "/v1/files/82731-xyz" }, "breaking", "GET is not described"],
    ["another method", { ...answered(task), method: "delete" }, "breaking", "DELETE is not described"],
    [
      "a request with an unknown field",
      {
        ...answered(task),
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
  ])("with %s is told", (_case, exchange, level, message) => {
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
  const refusal = (code: string | number): Json => ({ error: { code, message: "No." } });

  it.each([
    ["both refuse", created({ prompt: "x", duration: 99 }, 400, refusal("invalid_request"))],
    ["both refuse, with the status as code", created({ prompt: "x", duration: 99 }, 400, refusal(400))],
    [
      "the service refuses for the key, before it looks at the body",
      created({ prompt: "x", duration: 99 }, 401, refusal("unauthorized")),
    ],
    ["the service refuses for its content alone", created({ prompt: "x" }, 400, refusal("content_policy_violation"))],
  ])("is no drift where %s", (_case, exchange) => {
    expect(findingsOf(exchange)).toEqual([]);
  });

  it.each([
    ["invalid_request", 400],
    ["invalid_parameters", 400],
    [400, 400],
  ])("is drift where the service rejects as %j what the contract accepts", (code, status) => {
    const findings = findingsOf(created({ prompt: "x", duration: 5 }, status, refusal(code)));

    expect(findings).toMatchObject([
      {
        level: "breaking",
        message: "the service rejected a request that the contract accepts as invalid, with the status 400 (seen once)",
      },
    ]);
  });

  it("is drift where the service accepts what the contract rejects", () => {
    const findings = findingsOf(created({ prompt: "x", duration: 99 }, 200, task));

    expect(findings).toMatchObject([{ level: "breaking", message: expect.stringContaining("maximum") as string }]);
  });

  it("is counted, and shown by one sample", () => {
    const findings = findingsOf(
      answered({ ...task, status: "queued" }),
      answered({ ...task, status: "queued" }),
      answered({ ...task, status: "queued" }),
    );

    expect(findings).toMatchObject([{ message: expect.stringContaining("seen 3 times") as string, after: "queued" }]);
  });

  it("leaves no key, prompt, id or address behind", () => {
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
  it("is read with its bodies, encoded or not", () => {
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
      "lacks a status",
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

  async function proxied(): Promise<{ proxy: RecordingProxy; seen: Exchange[]; received: string[] }> {
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
    const seen: Exchange[] = [];
    const proxy = await startProxy({
      target: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
      onExchange: (exchange) => seen.push(exchange),
    });
    open.unshift(proxy);
    return { proxy, seen, received };
  }

  it("passes requests on and tells of them", async () => {
    const { proxy, seen, received } = await proxied();

    const answer = await fetch(`${proxy.url}/v1/tasks/1?a=b`, { headers: { authorization: `Bearer ${SECRET}` } });

    expect(await answer.json()).toEqual(task);
    expect(answer.headers.get("x-request-id")).toBe("7");
    expect(received).toEqual([`GET /v1/tasks/1?a=b Bearer ${SECRET}`]);
    expect(seen).toEqual([
      {
        method: "get",
        path: "/v1/tasks/1",
        request: undefined,
        status: 200,
        response: { mediaType: "application/json", body: task },
      },
    ]);
    expect(JSON.stringify(seen)).not.toContain(SECRET);
  });

  it("serves its own machine only", async () => {
    const { proxy, seen } = await proxied();
    const { request } = await import("node:http");

    const status = await new Promise((resolve) => {
      request(proxy.url, { headers: { host: "evil.example" } }, (response) => {
        resolve(response.statusCode);
        response.resume();
      }).end();
    });

    expect(status).toBe(421);
    expect(seen).toEqual([]);
  });
});
