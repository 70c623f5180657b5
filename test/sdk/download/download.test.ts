// Protects saving a result: the path has the complete file or none, limits are kept, and errors name the reason.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { download, DownloadError, linksExpireAt, type DownloadProgress } from "../../../src/sdk/download/index.ts";
import { bytes, file, folder, site, stall, status, taskWith } from "./fixtures.ts";

const MB = bytes(1_000_000);

describe("a download", () => {
  it("saves the result and leaves no other file", async () => {
    const { url } = await site(file(MB));
    const { path, names } = await folder();

    const saved = await download(taskWith(url), path);

    expect(saved).toEqual({ path, bytes: MB.length });
    expect(MB.equals(await readFile(path))).toBe(true);
    expect(await names()).toEqual(["video.mp4"]);
  });

  it("streams to a temporary file beside the path, which appears only when the file is complete", async () => {
    const { url } = await site(file(MB));
    const { path, names } = await folder();
    const observed = new Set<string>();

    await download(taskWith(url), path, {
      onProgress: ({ received }) => void (received < MB.length && names().then((all) => observed.add(all.join(" ")))),
    });

    expect([...observed]).toEqual([expect.stringMatching(/^video\.mp4\.[0-9a-f]{8}\.part$/)]);
  });

  it("reports progress in bytes, up to the announced total", async () => {
    const { url } = await site(file(MB));
    const { path } = await folder();
    const reported: DownloadProgress[] = [];

    await download(taskWith(url), path, { onProgress: (progress) => reported.push(progress) });

    expect(reported.length).toBeGreaterThan(2);
    expect(
      reported.every(({ received, total }, at) => total === MB.length && received > (reported[at - 1]?.received ?? 0)),
    ).toBe(true);
    expect(reported.at(-1)).toEqual({ received: MB.length, total: MB.length });
  });

  it("accepts a response without Content-Length", async () => {
    const { url } = await site((_req, res) => (res.write(MB.subarray(0, 10)), res.end(MB.subarray(10))));
    const { path } = await folder();
    const totals = new Set<number | undefined>();

    await download(taskWith(url), path, { onProgress: ({ total }) => totals.add(total) });

    expect(MB.equals(await readFile(path))).toBe(true);
    expect([...totals]).toEqual([undefined]);
  });

  it("saves the result with the given index", async () => {
    const first = await site(file(bytes(10)));
    const second = await site(file(bytes(20)));
    const { path } = await folder();

    const saved = await download(taskWith(first.url, second.url), path, { index: 1 });

    expect(saved.bytes).toBe(20);
  });

  it("sends no Authorization, Cookie or Referer, and requests no compression", async () => {
    const { url, requests } = await site(file(MB));
    const { path } = await folder();

    await download(taskWith(url), path);

    expect(requests[0]?.headers).not.toHaveProperty("authorization");
    expect(requests[0]?.headers).not.toHaveProperty("cookie");
    expect(requests[0]?.headers).not.toHaveProperty("referer");
    expect(requests[0]?.headers["accept-encoding"]).toBe("identity");
  });

  const fault = new Error("mine");
  it.each([
    {
      name: "throws",
      onProgress: () => {
        throw fault;
      },
    },
    { name: "rejects", onProgress: () => Promise.reject(fault) },
  ])("fails with a DownloadError when onProgress $name, and leaves no unhandled rejection", async ({ onProgress }) => {
    const { url } = await site(stall(MB, 300_000));
    const { path, names } = await folder();

    const failure = download(taskWith(url), path, { onProgress });

    await expect(failure).rejects.toMatchObject({ name: "DownloadError", reason: "aborted", cause: fault });
    expect(await names()).not.toContain("video.mp4");
  });
});

describe("an existing file at the path", () => {
  it("is not replaced, and nothing is requested", async () => {
    const { url, requests } = await site(file(MB));
    const { path } = await folder();
    await writeFile(path, "precious");

    await expect(download(taskWith(url), path)).rejects.toMatchObject({ name: "DownloadError", reason: "exists" });
    expect(await readFile(path, "utf8")).toBe("precious");
    expect(requests).toEqual([]);
  });

  it("is not replaced when it appeared during the download", async () => {
    const { url } = await site(file(MB));
    const { path } = await folder();
    let written: Promise<void> | undefined;

    const failure = download(taskWith(url), path, { onProgress: () => void (written ??= writeFile(path, "precious")) });

    await expect(failure).rejects.toMatchObject({ reason: "exists" });
    expect(await readFile(path, "utf8")).toBe("precious");
  });

  it("is replaced with overwrite, once the new file is complete", async () => {
    const { url } = await site(file(MB, { cut: 500_000 }), file(MB));
    const { path } = await folder();
    await writeFile(path, "old");

    await expect(download(taskWith(url), path, { overwrite: true, retries: 0 })).rejects.toMatchObject({
      reason: "network",
    });
    const meanwhile = await readFile(path, "utf8");
    await download(taskWith(url), path, { overwrite: true });

    expect(meanwhile).toBe("old");
    expect(MB.equals(await readFile(path))).toBe(true);
  });

  it("is never replaced when it is a folder", async () => {
    const { url } = await site(file(MB));
    const { path } = await folder();
    await mkdir(path);

    await expect(download(taskWith(url), path, { overwrite: true })).rejects.toMatchObject({ reason: "exists" });
  });
});

describe("limits", () => {
  it("reject a Content-Length above maxBytes before a byte is written", async () => {
    const { url } = await site(file(MB));
    const { path, names } = await folder();

    await expect(download(taskWith(url), path, { maxBytes: MB.length - 1 })).rejects.toMatchObject({
      reason: "too_large",
    });
    expect(await names()).toEqual([]);
  });

  it("count the bytes without Content-Length, and keep nothing of a file above maxBytes", async () => {
    const { url } = await site((_req, res) => {
      const more = (): void => {
        if (!res.destroyed) res.write(MB.subarray(0, 10_000), () => setImmediate(more));
      };
      more();
    });
    const { path, names } = await folder();
    const reported: number[] = [];

    const failure = download(taskWith(url), path, {
      maxBytes: 100_000,
      onProgress: ({ received }) => reported.push(received),
    });

    await expect(failure).rejects.toMatchObject({ reason: "too_large" });
    expect(Math.max(...reported)).toBeLessThanOrEqual(100_000);
    expect(await names()).toEqual([]);
  });

  it("accept a file of exactly maxBytes", async () => {
    const { url } = await site(file(MB));
    const { path } = await folder();

    await expect(download(taskWith(url), path, { maxBytes: MB.length })).resolves.toMatchObject({ bytes: MB.length });
  });

  it("fail the download when no byte arrives within the timeout, before or after the headers", async () => {
    for (const stalling of [() => undefined, stall(MB, 1000)]) {
      const { url } = await site(stalling);
      const { path, names } = await folder();
      const start = performance.now();

      await expect(download(taskWith(url), path, { timeout: 60, retries: 0 })).rejects.toMatchObject({
        reason: "network",
      });
      expect(performance.now() - start).toBeLessThan(5_000);
      expect(await names()).not.toContain("video.mp4");
    }
  });
});

describe("a slow download", () => {
  it("may take longer than the timeout, as long as bytes arrive", async () => {
    const { url } = await site((_req, res) => {
      res.writeHead(200, { "content-length": 8 });
      let left = 8;
      const timer = setInterval(() => {
        res.write("\0");
        if (--left === 0) clearInterval(timer);
      }, 50);
    });
    const { path } = await folder();

    await expect(download(taskWith(url), path, { timeout: 200, retries: 0 })).resolves.toMatchObject({ bytes: 8 });
  });
});

describe("errors", () => {
  it.each([
    ["pending", { status: "pending" as const, results: undefined }, 0],
    ["completed", { results: [] }, 0],
    ["completed", { results: ["https://a.example/1"] }, 1],
  ])("name the status of a task without the result (%s, %o)", async (state, fields, index) => {
    const { path } = await folder();
    const { results, ...task } = { ...taskWith(), ...fields };

    const failure = download({ ...task, ...(results && { results }) }, path, { index });

    await expect(failure).rejects.toMatchObject({
      reason: "no_result",
      taskId: task.id,
      message: expect.stringContaining(state) as string,
    });
  });

  it("have the file system's error as the cause when the folder is missing", async () => {
    const { url } = await site(file(MB));
    const { dir } = await folder();

    await expect(download(taskWith(url), join(dir, "missing", "video.mp4"))).rejects.toMatchObject({
      reason: "file",
      cause: { code: "ENOENT" },
    });
  });

  it.each([400, 401, 206])("name the status of an unexpected response (%i)", async (code) => {
    const { url, requests } = await site(status(code));
    const { path, names } = await folder();

    await expect(download(taskWith(url), path)).rejects.toMatchObject({
      reason: "refused",
      status: code,
      taskId: taskWith().id,
    });
    expect([requests.length, await names()]).toEqual([1, []]);
  });

  it("report an HTML page instead of a video", async () => {
    const { url } = await site(status(200, { "content-type": "text/html; charset=utf-8" }, "<h1>Log in</h1>"));
    const { path, names } = await folder();

    await expect(download(taskWith(url), path)).rejects.toMatchObject({ reason: "refused", status: 200 });
    expect(await names()).toEqual([]);
  });

  it("do not show the query of a link, which may be a signature", async () => {
    const gone = await site(status(404));
    const looping = await site((_req, res) => void res.writeHead(302, { location: looping.url }).end());
    const broken = await site((_req, res) => void res.destroy());
    const { path } = await folder();

    for (const link of [
      gone.url,
      looping.url,
      broken.url,
      "http://a.example/v.mp4?signature=canary",
      "https://u:canary@a.example/",
    ]) {
      const error: unknown = await download(taskWith(link), path, { retries: 0 }).catch((reason: unknown) => reason);

      expect(error).toBeInstanceOf(DownloadError);
      expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain("canary");
    }
  });
});

describe("linksExpireAt", () => {
  it("returns 24 hours after the task was created", () => {
    const task = { ...taskWith("https://a.example/1"), created: 1_757_169_743 };

    expect(linksExpireAt(task)?.toISOString()).toBe("2025-09-07T14:42:23.000Z");
  });

  it("returns undefined without results or without a creation time", () => {
    const { created, ...undated } = taskWith("https://a.example/1");

    expect(created).toBeDefined();
    expect([linksExpireAt(undated), linksExpireAt(taskWith())]).toEqual([undefined, undefined]);
  });
});
