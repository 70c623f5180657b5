// Protects what is saved as the video: no document and no incomplete or compressed body, whatever status and headers
// say.
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { download, type DownloadFetch } from "../../../src/sdk/download/index.ts";
import { bytes, file, folder, site, status, taskWith } from "./fixtures.ts";

const LINK = "https://media.example/v.mp4";

/** Creates one box of an MP4 file. */
function box(type: string, content: Buffer): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(content.length + 8);
  header.write(type, 4, "latin1");
  return Buffer.concat([header, content]);
}

/** Creates a box with a 64-bit size. */
function largeBox(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32BE(1);
  header.write(type, 4, "latin1");
  header.writeBigUInt64BE(BigInt(content.length + 16), 8);
  return Buffer.concat([header, content]);
}

const MP4 = Buffer.concat([
  box("ftyp", Buffer.from("isom")),
  largeBox("mdat", bytes(30_000)),
  box("moov", bytes(2_000)),
]);

describe("a response that is not a video", () => {
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
  it.each([
    { name: "an empty body", type: "video/mp4", body: "" },
    { name: "HTML", type: "text/html; charset=utf-8", body: "<html>login</html>" },
    { name: "XHTML", type: "application/xhtml+xml", body: "<html/>" },
    { name: "JSON", type: "application/json", body: '{"error":"expired"}' },
    { name: "problem details", type: "application/problem+json", body: '{"title":"expired"}' },
    { name: "XML", type: "application/xml", body: "<Error><Code>AccessDenied</Code></Error>" },
    { name: "text", type: "text/plain", body: "upstream error" },
    { name: "HTML as a video", type: "video/mp4", body: "<!doctype html><html>login</html>" },
    { name: "HTML without a type", type: undefined, body: "\n\n  <html>login</html>" },
    { name: "HTML after a byte order mark", type: undefined, body: Buffer.from("\ufeff<html>") },
    { name: "HTML in UTF-16", type: "application/octet-stream", body: utf16("<html>login</html>") },
    { name: "JSON without a type", type: undefined, body: '{"error":"expired"}' },
    { name: "a JSON array as a video", type: "video/mp4", body: '["expired"]' },
    { name: "XML without a type", type: undefined, body: '<?xml version="1.0"?><Error/>' },
    { name: "text without a type", type: undefined, body: "Request has expired" },
    { name: "a JSON string as a video", type: "video/mp4", body: '"expired"' },
    {
      name: "text that is longer than the bytes that are checked",
      type: undefined,
      body: "Zugriff für alle beendet. ".repeat(100),
    },
    { name: "a JSON string without a type", type: undefined, body: '"expired"' },
    { name: "a JSON null without a type", type: undefined, body: "null" },
    { name: "a long page", type: undefined, body: `<html>${"é".repeat(5_000)}` },
  ])("is rejected: $name", async ({ type, body }) => {
    const { url, requests } = await site(status(200, type === undefined ? {} : { "content-type": type }, body));
    const { path, names } = await folder();

    await expect(download(taskWith(url), path)).rejects.toMatchObject({ reason: "refused", status: 200 });
    expect([requests.length, await names()]).toEqual([1, []]);
  });

  it.each([204, 206, 304, 400, 401, 416])("is rejected: a %i", async (code) => {
    const { url } = await site(status(code));
    const { path } = await folder();

    await expect(download(taskWith(url), path)).rejects.toMatchObject({ reason: "refused", status: code });
  });
});

describe("a video", () => {
  it.each([
    { name: "that begins like a document", type: "video/mp4", body: Buffer.from([0x3c, 0x00, 0x01, 0x02, 0x03]) },
    { name: "of one byte", type: "video/mp4", body: Buffer.from([7]) },
    { name: "without a content type", type: undefined, body: bytes(2_000) },
    { name: "as a stream of bytes", type: "application/octet-stream", body: bytes(2_000) },
  ])("is saved: $name", async ({ type, body }) => {
    const { url } = await site((_req, res) => {
      res.writeHead(200, { "content-length": body.length, ...(type === undefined ? {} : { "content-type": type }) });
      res.end(body);
    });
    const { path } = await folder();

    await download(taskWith(url), path);

    expect(body.equals(await readFile(path))).toBe(true);
  });
});

describe("the Content-Length of a custom fetch", () => {
  const serving =
    (length: string, body: Buffer<ArrayBuffer>): DownloadFetch =>
    () =>
      Promise.resolve(new Response(body, { headers: { "content-length": length } }));

  it.each(["many", "0x7d18", "1e5", "-5", "+5", "5.5", "5,6", "", " "])(
    "is ignored when it is malformed: %j",
    async (length) => {
      const { path } = await folder();

      const complete = await download(taskWith(LINK), path, { fetch: serving(length, MP4) });
      const cut = download(taskWith(LINK), `${path}2`, { fetch: serving(length, MP4.subarray(0, 20_000)), retries: 0 });

      expect(complete.bytes).toBe(MP4.length);
      await expect(cut).rejects.toMatchObject({ reason: "incomplete" });
    },
  );

  it("is used when a proxy has repeated the value", async () => {
    const { path } = await folder();
    const fetch = serving(`${MP4.length}, ${MP4.length}`, MP4.subarray(0, 20_000));

    await expect(download(taskWith(LINK), path, { fetch, retries: 0 })).rejects.toMatchObject({
      message: `Only 20000 of ${MP4.length} bytes arrived.`,
    });
  });

  it("is named in the error when more bytes arrive", async () => {
    const { path } = await folder();

    await expect(download(taskWith(LINK), path, { fetch: serving("100", MP4) })).rejects.toMatchObject({
      reason: "too_large",
      message: "More bytes arrived than the 100 that were announced.",
    });
  });
});

describe("a body without Content-Length", () => {
  const serve = (body: Buffer): DownloadFetch => {
    return () => Promise.resolve(new Response(new Uint8Array(body), { headers: { "content-type": "video/mp4" } }));
  };

  it.each([
    { name: "the last box is cut off", body: MP4.subarray(0, -1) },
    { name: "a box with a 64-bit size is cut off", body: MP4.subarray(0, 20_000) },
    { name: "the header of a box is cut off", body: MP4.subarray(0, 15) },
  ])("is incomplete when $name", async ({ body }) => {
    const { path, names } = await folder();

    const failure = download(taskWith(LINK), path, { fetch: serve(body), retries: 0 });

    await expect(failure).rejects.toMatchObject({ reason: "incomplete" });
    expect(await names()).toEqual([]);
  });

  it.each([
    { name: "an MP4 file that ends with a box", body: MP4 },
    {
      name: "an MP4 file whose last box is open-ended",
      body: Buffer.concat([MP4, Buffer.alloc(4), Buffer.from("free")]),
    },
    { name: "another format", body: bytes(5_000) },
  ])("is complete: $name", async ({ body }) => {
    const { path } = await folder();

    await download(taskWith(LINK), path, { fetch: serve(body) });

    expect(Buffer.from(body).equals(await readFile(path))).toBe(true);
  });
});

describe("a compressed body", () => {
  const serve = (body: Buffer, plain: Buffer) => {
    const headers = { "content-encoding": "gzip", "content-length": String(body.length), etag: '"v1"' };
    return site((req, res) => {
      if (req.headers.range !== undefined) return void res.writeHead(500).end();
      res.writeHead(200, headers).end(body.length === 0 ? plain : body);
    });
  };

  it("is saved when the video in it is complete", async () => {
    const { url } = await serve(gzipSync(MP4), MP4);
    const { path } = await folder();

    await download(taskWith(url), path);

    expect(MP4.equals(await readFile(path))).toBe(true);
  });

  it.each([
    { name: "is cut off", body: gzipSync(MP4).subarray(0, 20_000), reason: "incomplete" },
    { name: "has a format whose completeness cannot be checked", body: gzipSync(bytes(50_000)), reason: "refused" },
  ])("is not saved when it $name", async ({ body, reason }) => {
    const { url } = await serve(body, MP4);
    const { path, names } = await folder();

    await expect(download(taskWith(url), path, { retries: 0 })).rejects.toMatchObject({ reason });
    expect(await names()).toEqual([]);
  });

  it("is never resumed", async () => {
    const body = gzipSync(MP4);
    const { url, requests } = await site((_req, res) => {
      res.writeHead(200, { "content-encoding": "gzip", "content-length": body.length, etag: '"v1"' });
      res.write(body.subarray(0, 20_000), () => setTimeout(() => res.destroy(), 20));
    }, file(MP4));
    const { path } = await folder();

    await download(taskWith(url), path);

    expect(requests.map(({ headers }) => headers.range)).toEqual([undefined, undefined]);
    expect(MP4.equals(await readFile(path))).toBe(true);
  });
});

describe("a custom fetch", () => {
  const headers = new Headers({ "content-type": "video/mp4" });
  const content = bytes(10_000);
  it.each([
    { name: "a Node.js stream", response: { status: 200, headers, body: Readable.from([content]) } },
    {
      name: "arrayBuffer() instead of a stream",
      response: { status: 200, headers, body: undefined, arrayBuffer: () => Promise.resolve(content.buffer) },
    },
  ])("may return $name", async ({ response }) => {
    const { path } = await folder();

    await download(taskWith(LINK), path, { fetch: () => Promise.resolve(response as unknown as Response) });

    expect(content.equals(await readFile(path))).toBe(true);
  });

  it.each([
    { name: "nothing", response: undefined },
    { name: "an object", response: {} },
    { name: "no headers", response: { status: 200 } },
    { name: "a body of numbers", response: { status: 200, headers, body: Readable.from([1, 2]) } },
    { name: "a locked body", response: lockedResponse() },
  ])("that returns $name causes a DownloadError", async ({ response }) => {
    const { path } = await folder();
    const fetch = () => Promise.resolve(response as unknown as Response);

    await expect(download(taskWith(LINK), path, { fetch, retries: 0 })).rejects.toMatchObject({
      name: "DownloadError",
      reason: "network",
      taskId: taskWith().id,
    });
  });

  it.each([
    { name: "never settles", fetch: () => new Promise<Response>(() => undefined) },
    { name: "never sends a byte", fetch: () => Promise.resolve(new Response(new ReadableStream())) },
  ])("that $name is ended by the timeout and by the signal", async ({ fetch }) => {
    const { path } = await folder();

    await expect(download(taskWith(LINK), path, { fetch, retries: 0, timeout: 50 })).rejects.toMatchObject({
      reason: "network",
    });
    await expect(download(taskWith(LINK), path, { fetch, signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      reason: "aborted",
    });
  });
});

function lockedResponse(): Response {
  const response = new Response("video");
  response.body?.getReader();
  return response;
}
