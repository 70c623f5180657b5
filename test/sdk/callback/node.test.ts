// Protects the adapter for node:http and Express, over real connections.
import { createServer, type RequestListener, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { callbackUrl } from "../../../src/sdk/callback/index.ts";
import { nodeCallback } from "../../../src/sdk/callback/node.ts";
import { bench, examples, SECRET, type Bench } from "./fixtures.ts";

const { completed } = examples;
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return callbackUrl(`http://127.0.0.1:${(server.address() as AddressInfo).port}/cb`, SECRET, "order-1");
}

const post = (url: string, body: BodyInit, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body, ...init });

/** Sends raw bytes and returns the first chunk of the response. */
function firstChunk(url: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(bytes));
    socket.on("error", reject);
    socket.once("data", (data) => {
      socket.destroy();
      resolve(data.toString());
    });
  });
}

/** Creates a listener with a body parser like those of Express: it reads the whole stream and sets `req.body`. */
function parsing({ handler }: Bench, parse: (text: string) => unknown): RequestListener {
  const adapter = nodeCallback(handler);
  return (req, res) => {
    const pieces: Buffer[] = [];
    req.on("data", (piece: Buffer) => pieces.push(piece));
    req.on("end", () => void adapter(Object.assign(req, { body: parse(Buffer.concat(pieces).toString()) }), res));
  };
}

describe("on node:http", () => {
  it("responds to a delivery", async () => {
    const made = bench(completed);
    const url = await listen((req, res) => void nodeCallback(made.handler)(req, res));

    const response = await post(url, JSON.stringify(completed));

    expect(response.status).toBe(200);
    expect(made.handed).toEqual([[completed, "order-1"]]);
  });

  it("accepts a body that arrives in chunks", async () => {
    const made = bench(completed);
    const url = await listen((req, res) => void nodeCallback(made.handler)(req, res));
    const pieces = JSON.stringify({ ...completed, note: "ü".repeat(20_000) }).match(/[^]{1,5000}/g) ?? [];
    const body = new ReadableStream({
      async start(controller) {
        for (const piece of pieces) {
          controller.enqueue(new TextEncoder().encode(piece));
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
        controller.close();
      },
    });

    const response = await post(url, body, { duplex: "half" } as RequestInit);

    expect([response.status, pieces.length > 3]).toEqual([200, true]);
  });

  it("responds 413 to an endless body before its end", async () => {
    const made = bench(completed);
    const url = await listen((req, res) => void nodeCallback(made.handler)(req, res));
    const { port, pathname, search } = new URL(url);

    const response = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), "127.0.0.1", () => {
        socket.write(
          `POST ${pathname}${search} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
        );
        const timer = setInterval(() => socket.write(`4000\r\n${" ".repeat(0x4000)}\r\n`), 1);
        socket.once("data", (data) => {
          clearInterval(timer);
          socket.destroy();
          resolve(data.toString());
        });
      });
      socket.on("error", reject);
    });

    expect(response).toMatch(/^HTTP\/1\.1 413 /);
    expect(response).toContain('{"reason":"too_large"}');
  });

  it.each(["GET", "DELETE", "OPTIONS", "TRACE"])("responds 405 to %s", async (method) => {
    const made = bench(completed);
    const url = await listen((req, res) => void nodeCallback(made.handler)(req, res));
    const { pathname, search } = new URL(url);

    const response = await firstChunk(url, `${method} ${pathname}${search} HTTP/1.1\r\nHost: a\r\n\r\n`);

    expect(response).toMatch(/^HTTP\/1\.1 405 /);
    expect(response.toLowerCase()).toContain("allow: post");
  });

  it.each(["//", "*", "//evil.example/?token=x", "/%zz?token=%zz&reference=%"])(
    "responds 404 to the path %s",
    async (path) => {
      const made = bench(completed);
      const url = await listen((req, res) => void nodeCallback(made.handler)(req, res));

      const response = await firstChunk(
        url,
        `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
      );

      expect(response).toMatch(/^HTTP\/1\.1 404 /);
    },
  );

  it("continues to serve after a sender closed the connection in the middle of a body", async () => {
    const made = bench(completed);
    const done: Promise<void>[] = [];
    const url = await listen((req, res) => void done.push(nodeCallback(made.handler)(req, res)));
    const { port, pathname, search } = new URL(url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () =>
        socket.write(
          `POST ${pathname}${search} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{`,
          () =>
            setTimeout(() => {
              socket.destroy();
              resolve();
            }, 20),
        ),
      );
    });
    await Promise.all(done);

    const response = await post(url, JSON.stringify(completed));

    expect(made.errors).toMatchObject([{ reason: "body" }]);
    expect(response.status).toBe(200);
  });
});

function cyclic(): object {
  const fields: Record<string, unknown> = {};
  fields.self = fields;
  return fields;
}

function broken(): object {
  return {
    get created(): number {
      throw new Error("broken");
    },
  };
}

describe("behind a body parser", () => {
  it.each([
    ["an object", (text: string): unknown => JSON.parse(text)],
    ["a string", (text: string) => text],
    ["a buffer", (text: string) => Buffer.from(text)],
  ])("accepts a body that was parsed into %s", async (_name, parse) => {
    const made = bench(completed);
    const url = await listen(parsing(made, parse));

    const response = await post(url, JSON.stringify(completed));

    expect(response.status).toBe(200);
    expect(made.handed).toEqual([[completed, "order-1"]]);
  });

  it.each([
    { name: "big integers", fields: { created: 1757169743n }, status: 200 },
    { name: "a member that contains itself", fields: cyclic(), status: 400 },
    { name: "a getter that throws", fields: broken(), status: 400 },
  ])("responds $status to a parsed body with $name", async ({ fields, status }) => {
    const made = bench(completed);
    const rejected: unknown[] = [];
    const adapter = nodeCallback(made.handler);
    const url = await listen((req, res) => {
      req.resume().on("end", () => {
        const parsed = Object.assign(req, {
          body: Object.defineProperties({ ...completed }, Object.getOwnPropertyDescriptors(fields)),
        });
        adapter(parsed, res).catch((error: unknown) => res.end(rejected.push(error)));
      });
    });

    const response = await post(url, JSON.stringify(completed));

    expect([response.status, rejected]).toEqual([status, []]);
  });

  it("does not write to a response that was already sent", async () => {
    const made = bench(completed);
    const adapted: Promise<void>[] = [];
    const url = await listen((req, res) => {
      res.writeHead(408).end();
      adapted.push(nodeCallback(made.handler)(req, res));
    });

    const response = await post(url, JSON.stringify(completed));

    expect(response.status).toBe(408);
    await expect(Promise.all(adapted)).resolves.toEqual([undefined]);
  });

  it("rejects a body that was consumed without setting req.body", async () => {
    const made = bench(completed);
    const url = await listen(parsing(made, () => undefined));

    expect((await post(url, JSON.stringify(completed))).status).toBe(400);
  });

  it("applies the size limit to a parsed body", async () => {
    const made = bench(completed);
    const url = await listen(parsing(made, (text) => text));

    expect((await post(url, " ".repeat(65_537))).status).toBe(413);
  });
});
