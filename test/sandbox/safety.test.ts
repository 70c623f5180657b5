// Protects a developer's machine from web pages: who may use the controls, where callbacks may go, and the range of the
// clock.
import { createServer, request } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/index.ts";
import { EvoLinkError } from "../../src/sdk/index.ts";
import { create, headers } from "./caller.ts";
import { closeAfterEach } from "./close-after-each.ts";
import { startReceiver, type Receiver } from "./receiver.ts";

const open = closeAfterEach();

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ speed: 0, seed: 1, ...options });
  open.push(sandbox);
  return sandbox;
}

async function receive(...args: Parameters<typeof startReceiver>): Promise<Receiver> {
  const receiver = await startReceiver(...args);
  open.push(receiver);
  return receiver;
}

const LIFE = 300_000;
const EVIL = "https://evil.example";

/** Sends a request with any Host header, unlike `fetch`. Resolves to the status; the body is not read. */
function statusOf(sandbox: Sandbox, path: string, sent: Record<string, string>, method = "POST"): Promise<number> {
  const { port } = new URL(sandbox.url);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      port,
      host: "127.0.0.1",
      path,
      method,
      headers: { "Content-Type": "application/json", ...sent },
    });
    outgoing.on("response", (response) => {
      resolve(response.statusCode ?? 0);
      response.on("error", () => undefined).destroy();
    });
    outgoing.on("error", reject).end(method === "POST" ? '{"seconds":1,"credits":1}' : undefined);
  });
}

const controls = [
  { method: "GET", path: "/sandbox/events" },
  { method: "GET", path: "/sandbox/about.json" },
  { method: "GET", path: "/sandbox/contract.json" },
  { method: "GET", path: "/sandbox/page.js" },
  { method: "POST", path: "/sandbox/advance" },
  { method: "POST", path: "/sandbox/credits" },
  { method: "POST", path: "/sandbox/reset" },
  { method: "POST", path: "/sandbox/tasks/task-unified-1-aaaaaaaa/failed" },
];

describe.each(controls)("$method $path", ({ method, path }) => {
  it.each([
    { why: "a host name that may resolve to this machine", sent: { Host: "evil.example:4010" } },
    { why: "a host name that only begins like loopback", sent: { Host: "127.0.0.1.evil.example" } },
    { why: "a page of another site", sent: { Origin: EVIL } },
    { why: "a page of another port", sent: { Origin: "http://127.0.0.1:1" } },
    { why: "a page without an origin", sent: { Origin: "null" } },
    { why: "a request with Sec-Fetch-Site: cross-site", sent: { "Sec-Fetch-Site": "cross-site" } },
    { why: "a request with Sec-Fetch-Site: same-site", sent: { "Sec-Fetch-Site": "same-site" } },
  ])("rejects $why", async ({ sent }) => {
    const sandbox = await start();

    expect(await statusOf(sandbox, path, sent, method)).toBe(403);
  });

  it("serves programs, its own page and allowed hosts", async () => {
    const sandbox = await start({ allowHosts: ["mock"] });
    const own = { Origin: sandbox.url, "Sec-Fetch-Site": "same-origin" };

    const statuses = [
      await statusOf(sandbox, path, {}, method),
      await statusOf(sandbox, path, own, method),
      await statusOf(sandbox, path, { Host: "localhost" }, method),
      await statusOf(sandbox, path, { Host: "mock:4010", Origin: "http://mock:4010" }, method),
    ];

    expect(statuses.filter((status) => status === 403)).toEqual([]);
  });

  it("serves its own page behind a TLS proxy", async () => {
    const sandbox = await start({ publicUrl: "https://mock.example/base/" });
    const fromPage = { Host: "mock.example", Origin: "https://mock.example", "Sec-Fetch-Site": "same-origin" };
    const fromOthers = { ...fromPage, Origin: "https://evil.example" };

    expect(await statusOf(sandbox, path, fromPage, method)).not.toBe(403);
    expect(await statusOf(sandbox, path, fromOthers, method)).toBe(403);
  });
});

it("paths with dot segments are rejected", async () => {
  const sandbox = await start();
  const paths = ["/sandbox/./page.js", "/sandbox/%2e/page.js", "/sandbox/../v1/credits", "/x/%2E%2e/", "/..\\page.js"];

  const statuses = await Promise.all(paths.map((path) => statusOf(sandbox, path, {}, "GET")));

  expect(statuses).toEqual(paths.map(() => 400));
});

it.each([
  { what: "localhost first", hosts: ["Host: localhost", "Host: evil.example"] },
  { what: "another host first", hosts: ["Host: evil.example", "Host: localhost"] },
  { what: "the same one twice", hosts: ["host: localhost", "HOST: localhost"] },
])("a request with more than one Host header is rejected: $what", async ({ hosts }) => {
  const sandbox = await start();
  const socket = connect(Number(new URL(sandbox.url).port), "127.0.0.1");

  socket.end(`GET /sandbox/about.json HTTP/1.1\r\n${hosts.join("\r\n")}\r\n\r\n`);

  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 .*more than one Host/s);
});

it.each([
  { what: "HTTP/1.1 without Host", head: "GET /sandbox/about.json HTTP/1.1" },
  { what: "HTTP/1.1 with an empty Host", head: "GET /sandbox/about.json HTTP/1.1\r\nHost: " },
  { what: "HTTP/1.1 with an absolute URL", head: "GET http://localhost/sandbox/about.json HTTP/1.1" },
  { what: "HTTP/1.0 without Host", head: "POST /sandbox/reset HTTP/1.0" },
  { what: "an API operation", head: "GET /v1/credits HTTP/1.1" },
])("a request without a Host header is rejected: $what", async ({ head }) => {
  const sandbox = await start();
  const socket = connect(Number(new URL(sandbox.url).port), "127.0.0.1");

  socket.end(`${head}\r\nConnection: close\r\n\r\n`);

  expect(await text(socket)).toMatch(
    /^HTTP\/1\.1 400 .*"The request cannot be read: (it has no Host|Missing host header)"/s,
  );
});

describe("a page of another origin", () => {
  it("can create tasks, but not with a callback to this machine", async () => {
    const receiver = await receive();
    const sandbox = await start();

    const plain = await create(sandbox, {}, { Origin: EVIL });
    const calling = await create(sandbox, { callback_url: receiver.url }, { Origin: EVIL });
    await sandbox.advance(LIFE);

    expect([plain.status, calling.status, receiver.received.length]).toEqual([200, 400, 0]);
  });

  it("can create tasks with a callback to an allowed host", async () => {
    const receiver = await receive();
    const sandbox = await start({ allowCallbackHosts: ["127.0.0.1"] });

    await create(sandbox, { callback_url: receiver.url }, { Origin: EVIL });
    await sandbox.advance(LIFE);

    expect(receiver.received).toHaveLength(1);
  });
});

describe("a callback", () => {
  it.each(["127.0.0.1", "localhost", "127.9.9.9"])("is never sent to the sandbox itself, at %s", async (host) => {
    const sandbox = await start();
    const { port } = new URL(sandbox.url);
    const { body: victim } = await create(sandbox, {}, { Prefer: "scenario=stalled" });

    await create(sandbox, { callback_url: `http://${host}:${port}/sandbox/tasks/${victim.id}/failed` });
    await sandbox.advance(LIFE);

    expect(sandbox.tasks[0]?.task.status).toBe("processing");
    expect(sandbox.tasks[1]?.callbacks).toMatchObject([
      { outcome: "not sent", detail: "the sandbox does not call itself" },
    ]);
  });

  it.each([
    { url: "https://example.com:65536/x", what: "a port above 65535" },
    { url: "https://example.com:99999/x", what: "a port far above 65535" },
    { url: "https://example.com:0/x", what: "port 0" },
    { url: "https://xn--/x", what: "a host with invalid punycode" },
    { url: "http://127.0.0.1:65536/x", what: "a loopback port above 65535" },
  ])("is rejected by the create request with $what", async ({ url }) => {
    const sandbox = await start();

    const refused = await create(sandbox, { callback_url: url });

    expect([refused.status, refused.body]).toMatchObject([400, { error: { param: "callback_url" } }]);
  });

  it.each(["https://xn--a/x", "https://a.xn--zz.example/x"])(
    "to a host that only the URL parser rejects, %s, is recorded as not sent",
    async (callback_url) => {
      const sandbox = await start();
      await create(sandbox, { callback_url });

      await sandbox.advance(LIFE);

      expect(sandbox.tasks[0]?.callbacks).toMatchObject([{ outcome: "not sent", detail: "it is not a URL" }]);
      expect((await create(sandbox)).status).toBe(200);
    },
  );

  it("that fails is recorded, and the sandbox keeps running", async () => {
    const sandbox = await start();
    await create(sandbox, { callback_url: "http://127.0.0.1:6000/a-port-that-fetch-blocks" });

    await sandbox.advance(LIFE + 60_000);

    expect(sandbox.tasks[0]?.callbacks.map(({ outcome }) => outcome)).toEqual(Array(4).fill("failed"));
    expect((await create(sandbox)).status).toBe(200);
  });

  it("may have a receiver that ends another task and advances the clock before it responds", async () => {
    const sandbox = await start();
    const post = (path: string, body: object) =>
      fetch(sandbox.url + path, { method: "POST", headers, body: JSON.stringify(body) });
    const { body: other } = await create(sandbox, {}, { Prefer: "scenario=stalled" });
    const receiver = await receive((response) => {
      const both = [post(`/sandbox/tasks/${other.id}/failed`, {}), post("/sandbox/advance", { seconds: 60 })];
      void Promise.all(both).then(() => response.end());
    });
    await create(sandbox, { callback_url: receiver.url });

    const began = performance.now();
    await sandbox.advance(LIFE);

    expect(performance.now() - began).toBeLessThan(5000);
    expect(sandbox.tasks.map(({ task }) => task.status)).toEqual(["failed", "completed"]);
    expect(sandbox.tasks[1]?.callbacks).toMatchObject([{ outcome: "delivered" }]);
  });
});

describe("the clock", () => {
  it("cannot be advanced beyond the year 9999", async () => {
    const sandbox = await start({ start: new Date("9999-12-31T00:00:00Z") });
    const day = 86_400_000;

    await expect(sandbox.advance(day)).rejects.toThrow(EvoLinkError);
    const refused = await statusOf(sandbox, "/sandbox/advance", {});
    await sandbox.advance(day - 2000);

    expect(refused).toBe(200);
    expect((await create(sandbox)).status).toBe(200);
    const late = await sandbox.fetch("/sandbox/advance", { method: "POST", headers, body: '{"seconds":10}' });
    expect(late.status).toBe(400);
  });
});

describe("result links", () => {
  const linkAt = async (sandbox: Sandbox, host: string): Promise<string> => {
    const init = { headers: { ...headers } };
    const { body: task } = await create(sandbox);
    await sandbox.advance(LIFE);
    const read = await sandbox.fetch(`http://${host}/v1/tasks/${task.id}`, init);
    return ((await read.json()) as { results: [string] }).results[0];
  };

  it("have the host of the request", async () => {
    const sandbox = await start();

    expect(await linkAt(sandbox, "mock:4010")).toMatch(/^http:\/\/mock:4010\/results\//);
    expect(await linkAt(sandbox, "[::1]:4010")).toMatch(/^http:\/\/\[::1\]:4010\/results\//);
  });

  it("begin with publicUrl if it is set", async () => {
    const sandbox = await start({ publicUrl: "https://mock.example/base/" });

    expect(await linkAt(sandbox, "mock:4010")).toMatch(/^https:\/\/mock\.example\/base\/results\//);
  });
});

it("a callback to another server on loopback is sent", async () => {
  const other = createServer((_request, response) => response.end()).listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const sandbox = await start();

  await create(sandbox, { callback_url: `http://127.0.0.1:${(other.address() as AddressInfo).port}/` });
  await sandbox.advance(LIFE);

  other.close();
  expect(sandbox.tasks[0]?.callbacks).toMatchObject([{ outcome: "delivered" }]);
});
