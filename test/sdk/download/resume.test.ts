// Protects resumed downloads: two versions of a file are never mixed, and no byte is lost or doubled.
import { readFile, stat, writeFile } from "node:fs/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { download } from "../../../src/sdk/download/index.ts";
import { bytes, file, folder, keepPart, site, stall, status, taskWith, writeNote, type Respond } from "./fixtures.ts";

const MB = bytes(1_000_000);
const NEW = bytes(900_000, 7);

/** Bytes at the end of the partial file that a resumed response has to send again. */
const TAIL = 4_096;

describe("a lost connection", () => {
  it("is resumed within the call, with Range and If-Range", async () => {
    let arrived = 0;
    const after = (total: number, cut: number) => file(MB, { cut, hasArrived: () => arrived === total });
    const { url, requests } = await site(after(400_000, 400_000), after(500_000, 100_000 + TAIL), file(MB));
    const { path, names } = await folder();

    const saved = await download(taskWith(url), path, { onProgress: ({ received }) => (arrived = received) });

    expect(saved.bytes).toBe(MB.length);
    expect(MB.equals(await readFile(path))).toBe(true);
    expect(requests.map(({ headers }) => [headers.range, headers["if-range"]])).toEqual([
      [undefined, undefined],
      [`bytes=${400_000 - TAIL}-`, '"v1"'],
      [`bytes=${500_000 - TAIL}-`, '"v1"'],
    ]);
    expect(await names()).toEqual(["video.mp4"]);
  });

  it("fails the call after the last retry, and the next call resumes", async () => {
    let arrived = 0;
    const { url, requests } = await site(file(MB, { cut: 300_000, hasArrived: () => arrived > 0 }), file(MB));
    const { path, names } = await folder();

    await expect(
      download(taskWith(url), path, { retries: 0, onProgress: (progress) => (arrived = progress.received) }),
    ).rejects.toMatchObject({ reason: "network" });
    const kept = await names();
    const { size } = await stat(`${path}.part`);
    const received: number[] = [];
    await download(taskWith(url), path, { onProgress: (progress) => received.push(progress.received) });

    expect(kept).toEqual(["video.mp4.part", "video.mp4.part.json"]);
    expect(size).toBeGreaterThan(0);
    expect(requests[1]?.headers.range).toBe(`bytes=${size - TAIL}-`);
    expect(received[0]).toBeGreaterThan(size);
    expect(MB.equals(await readFile(path))).toBe(true);
  });

  it.each([408, 429, 500, 503])("or a %i is retried", async (code) => {
    const { url, requests } = await site(status(code), file(MB));
    const { path } = await folder();

    await download(taskWith(url), path);

    expect(requests.length).toBe(2);
  });

  it("is retried at most `retries` times", async () => {
    const { url, requests } = await site(status(503));
    const { path } = await folder();

    await expect(download(taskWith(url), path, { retries: 2 })).rejects.toMatchObject({
      reason: "refused",
      status: 503,
    });
    expect(requests.length).toBe(3);
  });
});

describe("Content-Length", () => {
  it("is checked: fewer bytes do not become a file", async () => {
    const { url } = await site(file(MB));
    const { path, names } = await folder();
    const short = () =>
      Promise.resolve(new Response(MB.subarray(0, 10_000), { headers: { "content-length": "11000", etag: '"v1"' } }));

    await expect(download(taskWith(url), path, { fetch: short, retries: 0 })).rejects.toMatchObject({
      reason: "incomplete",
    });
    expect(await names()).toEqual(["video.mp4.part", "video.mp4.part.json"]);
  });

  it("is checked: more bytes do not become a file and are not kept", async () => {
    const { path, names } = await folder();
    const long = () =>
      Promise.resolve(new Response(MB.subarray(0, 12), { headers: { "content-length": "11", etag: '"v1"' } }));

    await expect(download(taskWith("https://a.example/v"), path, { fetch: long })).rejects.toMatchObject({
      reason: "too_large",
    });
    expect(await names()).toEqual([]);
  });
});

/** Overrides in a 206 response to a request for the end of one megabyte. */
interface Part {
  readonly etag?: string | undefined;
  readonly total?: string;
  readonly last?: number;
  readonly encoding?: string;
  readonly content?: Buffer;
}

function part(given: Part): Respond {
  const { total = "1000000", last = 999_999, encoding, content = MB } = given;
  return (req, res) => {
    const start = Number(/^bytes=(\d+)-$/.exec(req.headers.range ?? "")?.[1]);
    const etag = "etag" in given ? given.etag : '"v1"';
    if (etag !== undefined) res.setHeader("etag", etag);
    if (encoding !== undefined) res.setHeader("content-encoding", encoding);
    res.writeHead(206, { "content-range": `bytes ${start}-${last}/${total}` }).end(content.subarray(start));
  };
}

describe("a file that has changed", () => {
  it.each([
    ["the server responds 200", file(NEW, { etag: '"v2"' }), 1],
    ["a 206 has another ETag", status(206, { etag: '"v2"', "content-range": "bytes 300000-899999/900000" }), 2],
    ["a 206 begins at another byte", status(206, { etag: '"v1"', "content-range": "bytes 299999-999999/1000000" }), 2],
    ["a 206 has no Content-Range", status(206, { etag: '"v1"' }), 2],
    ["the server responds 416", status(416, { "content-range": "bytes */900000" }), 2],
    ["a 206 has no ETag", part({ etag: undefined }), 2],
    ["a 206 has a weak ETag", part({ etag: 'W/"v1"' }), 2],
    ["a 206 has a smaller total", part({ total: "400000" }), 2],
    ["a 206 has a larger total", part({ total: "2000000" }), 2],
    ["a 206 has a total that is too large for a number", part({ total: "9".repeat(400) }), 2],
    ["a 206 ends after its total", part({ last: 1_000_000 }), 2],
    ["a 206 is compressed", part({ encoding: "gzip" }), 2],
    [
      "a 206 consists of several parts",
      status(206, { "content-type": "multipart/byteranges; boundary=x", etag: '"v1"' }),
      2,
    ],
    ["a 206 begins with other bytes than the kept ones", part({ content: bytes(1_000_000, 9) }), 2],
    ["a 206 is shorter than the kept bytes", part({ content: MB.subarray(0, 300_000 - TAIL + 10) }), 2],
  ])("is downloaded from the beginning when %s", async (_name, second, count) => {
    const { url, requests } = await site(second, file(NEW, { etag: '"v2"' }));
    const { path } = await folder();
    await keepPart(path, MB.subarray(0, 300_000), { total: MB.length });

    await download(taskWith(url), path);

    expect(NEW.equals(await readFile(path))).toBe(true);
    expect(requests.length).toBe(count);
    expect(requests[0]?.headers.range).toBe(`bytes=${300_000 - TAIL}-`);
    expect(requests[1]?.headers.range).toBeUndefined();
  });

  it.each([
    ["has no ETag", { "content-length": "1000000" }],
    ["has a weak ETag", { "content-length": "1000000", etag: 'W/"v1"' }],
  ])("cannot be recognised when it %s, so it is downloaded from the beginning", async (_name, headers) => {
    const { url, requests } = await site((_req, res) => {
      res.writeHead(200, headers).write(MB.subarray(0, 300_000), () => setTimeout(() => res.destroy(), 10));
    }, file(NEW));
    const { path } = await folder();

    await download(taskWith(url), path);

    expect(requests[1]?.headers.range).toBeUndefined();
    expect(NEW.equals(await readFile(path))).toBe(true);
  });

  it.each([
    { name: "belongs to another task", fields: { task: "task-unified-other" } },
    { name: "belongs to another result", fields: { index: 1 } },
    { name: "has a weak ETag", fields: { etag: 'W/"v1"' } },
    { name: "has an ETag that is not valid in a header", fields: { etag: '"a"\r\nx: y' } },
  ])("is downloaded from the beginning when the resume state $name", async ({ fields }) => {
    const { url, requests } = await site(file(NEW));
    const { path } = await folder();
    await keepPart(path, MB.subarray(0, 300_000), fields);

    await download(taskWith(url), path);

    expect(NEW.equals(await readFile(path))).toBe(true);
    expect(requests[0]?.headers.range).toBeUndefined();
  });

  it.each(["{", "null", "[]", "5", '{"task":5}', ""])(
    "is downloaded from the beginning when the resume state is %j",
    async (note) => {
      const { url, requests } = await site(file(NEW));
      const { path } = await folder();
      await writeFile(`${path}.part`, MB.subarray(0, 300_000));
      await writeFile(`${path}.part.json`, note);

      await download(taskWith(url), path);

      expect(NEW.equals(await readFile(path))).toBe(true);
      expect(requests[0]?.headers.range).toBeUndefined();
    },
  );
});

describe("the kept bytes", () => {
  const kept = MB.subarray(0, 300_000);
  it.each([
    { name: "differ from those received", content: NEW.subarray(0, 300_000), recorded: kept },
    {
      name: "end in zeros after a power loss",
      content: Buffer.concat([kept.subarray(0, 250_000), Buffer.alloc(50_000)]),
      recorded: kept,
    },
    { name: "are fewer than the resume state says", content: kept.subarray(0, 200_000), recorded: kept },
    { name: "are too few to compare", content: MB.subarray(0, TAIL), recorded: MB.subarray(0, TAIL) },
  ])("are not resumed when they $name", async ({ content, recorded }) => {
    const { url, requests } = await site(file(MB));
    const { path } = await folder();
    await writeFile(`${path}.part`, content);
    await writeNote(path, recorded);

    await download(taskWith(url), path);

    expect(MB.equals(await readFile(path))).toBe(true);
    expect(requests.map(({ headers }) => headers.range)).toEqual([undefined]);
  });

  it("are resumed without the bytes written after the resume state", async () => {
    const { url, requests } = await site(file(MB));
    const { path, names } = await folder();
    await writeFile(`${path}.part`, MB.subarray(0, 310_000));
    await writeNote(path, kept);

    await download(taskWith(url), path);

    expect(MB.equals(await readFile(path))).toBe(true);
    expect(requests.map(({ headers }) => headers.range)).toEqual([`bytes=${300_000 - TAIL}-`]);
    expect(await names()).toEqual(["video.mp4"]);
  });
});

describe("a response body", () => {
  it("is complete even if its Response is garbage-collected before the first read", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const { url } = await site(file(NEW));
    const { path } = await folder();
    const isLocked: (boolean | undefined)[] = [];
    const fetchAndCollect = async (link: string, init: RequestInit): Promise<Response> => {
      const response = await fetch(link, init);
      // Before the file is open, so before the first read.
      setImmediate((body: Response["body"]) => {
        isLocked.push(body?.locked);
        collect();
      }, response.body);
      return response;
    };

    const saved = await download(taskWith(url), path, { fetch: fetchAndCollect });

    expect(saved.bytes).toBe(NEW.length);
    expect(isLocked).toEqual([true]);
  });
});

describe("an abort", () => {
  it("rejects at once with the signal's reason and keeps the received bytes; the next call resumes", async () => {
    const { url, requests } = await site(stall(MB, 300_000), file(MB));
    const { path, names } = await folder();
    const abort = new AbortController();
    let at = 0;
    const reason = new Error("enough");
    const onProgress = ({ received }: { received: number }): void => {
      if (received < 300_000) return;
      setTimeout(() => {
        at = performance.now();
        abort.abort(reason);
      }, 20);
    };

    await expect(download(taskWith(url), path, { signal: abort.signal, onProgress })).rejects.toMatchObject({
      reason: "aborted",
      cause: reason,
      taskId: taskWith().id,
    });
    const took = performance.now() - at;
    const kept = [await names(), (await stat(`${path}.part`)).size];
    await download(taskWith(url), path);

    expect(took).toBeLessThan(5_000);
    expect(kept).toEqual([["video.mp4.part", "video.mp4.part.json"], 300_000]);
    expect(requests[1]?.headers.range).toBe(`bytes=${300_000 - TAIL}-`);
    expect(MB.equals(await readFile(path))).toBe(true);
  });

  it("before the call sends nothing", async () => {
    const { url, requests } = await site(file(MB));
    const { path } = await folder();

    await expect(download(taskWith(url), path, { signal: AbortSignal.abort("no") })).rejects.toMatchObject({
      reason: "aborted",
      cause: "no",
    });
    expect(requests).toEqual([]);
  });

  it("with the last byte does not save a file", async () => {
    const { url } = await site(file(MB));
    const { path, names } = await folder();
    const abort = new AbortController();

    const failure = download(taskWith(url), path, {
      signal: abort.signal,
      onProgress: ({ received, total }) => {
        if (received === total) abort.abort();
      },
    });

    await expect(failure).rejects.toMatchObject({ reason: "aborted" });
    expect(await names()).not.toContain("video.mp4");
  });

  it("during the delay before a retry rejects at once", async () => {
    const { url } = await site(status(503));
    const { path } = await folder();
    const start = performance.now();

    await expect(download(taskWith(url), path, { signal: AbortSignal.timeout(800) })).rejects.toMatchObject({
      reason: "aborted",
    });
    // The delays are 250, 500 and 1000 ms.
    expect(performance.now() - start).toBeLessThan(1_700);
  });
});
