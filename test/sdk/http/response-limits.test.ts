// Protects memory: an endless response ends the attempt like a lost connection, and keeps what was read.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { EvoLink, type EvoLinkError } from "../../../src/sdk/index.ts";

const ID = "task-unified-1757169743-7cvnl5zw";
const request = {
  model: "kling-o3-reference-to-video",
  prompt: "A fox",
  video_url: "https://example.com/a.mp4",
} as const;
const START = `{"id":"${ID}","status":"pending","pad":"`;

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

async function serve(respond: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((incoming, response) => {
    incoming.resume();
    response.on("error", () => undefined);
    respond(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function endless(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.write(START);
  const piece = "x".repeat(1 << 16);
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once("drain", write);
  };
  write();
}

function bomb(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
  response.end(gzipSync(START + " ".repeat(64 << 20)));
}

async function create(baseUrl: string, maxResponseBytes: number): Promise<EvoLinkError> {
  const client = new EvoLink({ apiKey: "test-key", baseUrl, maxResponseBytes, deadline: 10_000 });
  return client.videos.generate(request).then(
    () => expect.fail("it resolved"),
    (error: unknown) => error as EvoLinkError,
  );
}

describe("a body beyond maxResponseBytes", () => {
  test.each<{ name: string; respond: (response: ServerResponse) => void; status: number }>([
    { name: "without end, of a success", respond: (response) => endless(response, 200), status: 200 },
    { name: "without end, of an error", respond: (response) => endless(response, 502), status: 502 },
    { name: "a gzip bomb", respond: bomb, status: 200 },
  ])("$name ends the attempt and keeps the task's id", async ({ respond, status }) => {
    const error = await create(await serve(respond), 1_000_000);

    expect(error).toMatchObject({ name: "OutcomeUnknownError", status, taskId: ID });
    expect(error.message).toContain("more than 1000000 bytes (maxResponseBytes)");
    expect(error.text).toHaveLength(65_536);
  });

  test("but not one of exactly maxResponseBytes, which is read completely", async () => {
    const body = `${START}${"x".repeat(1000)}"}`;
    const baseUrl = await serve((response) => response.writeHead(200).end(body));
    const client = new EvoLink({ apiKey: "test-key", baseUrl, maxResponseBytes: body.length });

    await expect(client.videos.generate(request)).resolves.toMatchObject({ id: ID });
    expect((await create(baseUrl, body.length - 1)).taskId).toBe(ID);
  });
});

describe("a response whose body is not a web stream", () => {
  const text = JSON.stringify({ id: ID, status: "pending" });

  test.each<{ name: string; body: unknown }>([
    { name: "has no body (React Native)", body: undefined },
    { name: "has a body of null", body: null },
    { name: "has a Node.js stream (node-fetch)", body: { pipe: () => undefined } },
  ])("is read by text() when it $name", async ({ body }) => {
    const response = { ok: true, status: 200, headers: new Headers(), body, text: () => Promise.resolve(text) };
    const client = new EvoLink({ apiKey: "test-key", fetch: () => Promise.resolve(response as unknown as Response) });

    await expect(client.videos.generate(request)).resolves.toMatchObject({ id: ID });
  });

  test("needs only status, headers and text(), which is called once", async () => {
    const texts = [text];
    const read = (): Promise<string> =>
      texts.length > 0 ? Promise.resolve(texts.pop() ?? "") : Promise.reject(new TypeError("body used already"));
    const response = { status: 200, headers: new Headers({ "x-request-id": "one" }), text: read };
    const client = new EvoLink({ apiKey: "test-key", fetch: () => Promise.resolve(response as unknown as Response) });

    const result = await client.videos.generate(request).withResponse();

    expect(result).toMatchObject({ data: { id: ID }, status: 200, requestId: "one" });
  });
});
