// Protects the error responses of the sandbox: status, code and message are the same over a socket and in-process.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contractFingerprint } from "../../generated/constants.ts";
import type { ErrorEnvelope } from "../../generated/types.ts";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { violationsOf } from "../contract/schema-validators.ts";
import { longest } from "../sdk/limits.ts";
import { body, headers } from "./caller.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 0, seed: 1, expectKey: "key-of-a-test", credits: 30 });
});
afterAll(() => sandbox.close());

const POST = "/v1/videos/generations";
const json = JSON.stringify(body);
const text = (fields: object) => JSON.stringify({ ...body, ...fields });

interface Case {
  readonly what: string;
  readonly path: string;
  readonly init?: RequestInit;
  readonly status: number;
  readonly code: string;
  readonly says: string;
}

const post = (
  what: string,
  sent: BodyInit,
  status: number,
  says: string,
  more: Record<string, string> = {},
  code = "invalid_request",
): Case => ({
  ...{ what, path: POST, status, code, says },
  init: { method: "POST", headers: { ...headers, ...more }, body: sent },
});

const get = (
  what: string,
  path: string,
  status: number,
  code: string,
  says: string,
  more: Record<string, string> = {},
  method = "GET",
): Case => ({
  ...{ what, path, status, code, says },
  init: { method, headers: { Authorization: headers.Authorization, ...more } },
});

const cases: readonly Case[] = [
  post("malformed JSON", "{", 400, "not JSON"),
  post("an empty body", "", 400, "not JSON"),
  post("bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), 400, "not JSON"),
  post("a body that is not an object", "[]", 400, "must be of type object"),
  post(
    "a violation of the contract",
    text({ duration: longest + 1 }),
    400,
    `/duration: must be at most ${longest}, got ${longest + 1} (maximum)`,
  ),
  post("two violations at once", text({ duration: longest + 1, aspect_ratio: "4:3" }), 400, "/aspect_ratio"),
  post("an unknown field", text({ ключ: 1 }), 400, "/ключ: is not a field of the contract"),
  post("a deeply nested body", `{"model_params":${"[".repeat(200_000)}${"]".repeat(200_000)}}`, 400, ""),
  post("an http callback to another host", text({ callback_url: "http://example.com/x" }), 400, "/callback_url"),
  post("an https callback to loopback", text({ callback_url: "https://127.0.0.1/x" }), 400, "/callback_url"),
  post(
    "a loopback callback with user information",
    text({ callback_url: "http://a:b@127.0.0.1/x" }),
    400,
    "/callback_url",
  ),
  post("a loopback callback with a user name", text({ callback_url: "http://a@127.0.0.1/x" }), 400, "/callback_url"),
  post("a loopback callback with a password", text({ callback_url: "http://:b@127.0.0.1/x" }), 400, "/callback_url"),
  post(
    "a loopback callback that is too long",
    text({ callback_url: `http://127.0.0.1/${"x".repeat(2048)}` }),
    400,
    "/callback_url",
  ),
  post("a malformed idempotency key", json, 400, "Idempotency-Key: must have 16 to 96 characters", {
    "Idempotency-Key": "short",
  }),
  post("a missing content type", new Uint8Array(Buffer.from(json)), 415, "Content-Type", { "Content-Type": "" }),
  post("another content type", json, 415, "Content-Type", { "Content-Type": "text/plain" }),
  post("another charset", json, 415, "Content-Type", { "Content-Type": "application/json; charset=latin1" }),
  post("a compressed body", json, 415, "Content-Encoding", { "Content-Encoding": "gzip" }),
  post("a body over 1 MB", `"${"x".repeat(1024 * 1024)}"`, 413, "longer than"),
  post("too few credits", json, 402, "credits", {}, "insufficient_quota"),
  post("a missing key", json, 401, "Authorization", { Authorization: "" }, "unauthorized"),
  post("another scheme", json, 401, "Authorization", { Authorization: "Basic a2V5" }, "unauthorized"),
  post("another key", json, 401, "not the key", { Authorization: "Bearer other" }, "unauthorized"),
  post("an unknown scenario", json, 400, 'there is no scenario "nope"; there are: completed, cancelled', {
    Prefer: "scenario=nope",
  }),
  post("an unknown fault", json, 400, "there are: reset_before", { Prefer: "fault=nope" }),
  post("an unknown example", json, 400, "there are: pending", { Prefer: "example=nope" }),
  post(
    "an unknown preference",
    json,
    400,
    'there is no preference "scenari"; there are: code, example, scenario, fault',
    { Prefer: "return=minimal, scenari=stalled" },
  ),
  post("a preference that cannot be read", json, 400, 'cannot read "429 x"; write NAME=VALUE', {
    Prefer: "fault=slow; 429 x",
  }),
  post("an unknown status", json, 400, "there are: 200, 400", { Prefer: "code=999" }),
  get("a malformed task id", "/v1/tasks/abc", 400, "invalid_task_id", "task_id: is not a task id (task-unified-…)"),
  get("a task that does not exist", "/v1/tasks/task-unified-1-aaaaaaaa", 404, "task_not_found", "There is no task"),
  get("broken percent-encoding in a parameter", "/v1/tasks/%E0%A4%A", 400, "invalid_task_id", "percent-encoding"),
  get("broken percent-encoding elsewhere", "/x/%", 400, "invalid_request", "percent-encoding"),
  get("an unknown path", "/v1/nothing", 404, "invalid_request", "nothing at /v1/nothing"),
  get("a path with a trailing slash", "/v1/credits/", 404, "invalid_request", "nothing at"),
  get("a wrong method", "/v1/credits", 405, "invalid_request", "DELETE is not possible", {}, "DELETE"),
  get("a GET of a path that has POST only", POST, 405, "invalid_request", "GET is not possible"),
  get("an unacceptable type", "/v1/credits", 406, "invalid_request", "Accept", { Accept: "text/html" }),
  get("a type with quality 0", "/v1/credits", 406, "invalid_request", "Accept", { Accept: "application/json;q=0" }),
  get("a malformed Accept", "/v1/credits", 406, "invalid_request", "Accept", { Accept: "garbage" }),
  get(
    "a video that does not exist",
    "/results/task-unified-1-aaaaaaaa/video.mp4",
    404,
    "invalid_request",
    "no such video",
  ),
];

describe.each([
  { by: "socket", send: (path: string, init?: RequestInit) => fetch(sandbox.url + path, init) },
  { by: "in-process fetch", send: (path: string, init?: RequestInit) => sandbox.fetch(path, init) },
])("over $by", ({ send }) => {
  it.each(cases)("rejects $what with $status $code", async ({ path, init, status, code, says }) => {
    const response = await send(path, init);

    const envelope = (await response.json()) as ErrorEnvelope;
    expect([response.status, envelope.error.code]).toEqual([status, code]);
    expect(envelope.error.message).toContain(says);
    expect(violationsOf("ErrorEnvelope", envelope)).toEqual([]);
    expect(response.headers.get("x-request-id")).toMatch(/^\d{23}$/);
    expect(response.headers.get("x-contract-fingerprint")).toBe(contractFingerprint);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("lists the allowed methods in Allow", async () => {
    const responses = [await send("/v1/credits", { method: "PUT" }), await send(POST, { method: "PUT" })];

    expect(responses.map((response) => response.headers.get("allow"))).toEqual(["GET, HEAD, OPTIONS", "POST, OPTIONS"]);
  });

  it("responds to HEAD like to GET, without a body", async () => {
    const response = await send("/v1/credits", { method: "HEAD", headers });

    expect([response.status, await response.text(), response.headers.get("content-type")]).toEqual([
      200,
      "",
      "application/json",
    ]);
  });

  it.each([
    "application/json",
    "application/*",
    "*/*",
    "text/html, application/json;q=0.1",
    "application/json; charset=utf-8",
  ])("accepts Accept: %s", async (accept) => {
    const response = await send("/v1/credits", { headers: { ...headers, Accept: accept } });

    expect(response.status).toBe(200);
  });

  it("allows a browser's CORS preflight", async () => {
    const response = await send(POST, {
      method: "OPTIONS",
      headers: {
        Origin: "https://app.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,x-own",
      },
    });

    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect(response.headers.get("access-control-allow-methods")).toBe("POST,OPTIONS");
    expect(response.headers.get("access-control-allow-headers")).toBe("authorization,x-own");
  });

  it("does not let other origins use the controls of its page", async () => {
    const plain = await send("/sandbox/advance", {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body: '{"seconds":1}',
    });
    const preflight = await send("/sandbox/advance", { method: "OPTIONS" });

    expect([plain.status, preflight.headers.get("access-control-allow-headers")]).toEqual([415, null]);
  });
});

it("names at most ten violations, so that an error response stays small", async () => {
  const fields = Object.fromEntries(
    Array.from({ length: 5000 }, (_, index) => [`field-${String(index)}-${"x".repeat(100)}`, 1]),
  );

  const response = await sandbox.fetch(POST, { method: "POST", headers, body: text(fields) });

  const responseText = await response.text();
  expect(response.status).toBe(400);
  expect(responseText.length).toBeLessThan(3000);
});
