// Protects the arguments and retries of a download: arguments are validated, failures are DownloadErrors, and retries
// are delayed as documented.
import { performance } from "node:perf_hooks";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Task } from "../../../generated/types.ts";
import { download, DownloadError, linksExpireAt, type DownloadOptions } from "../../../src/sdk/download/index.ts";
import { retryDelay } from "../../../src/sdk/download/retry.ts";
import { bytes, file, folder, site, stall, status, taskWith } from "./fixtures.ts";

const VIDEO = bytes(20_000);
const LINK = "https://media.example/v.mp4";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("options", () => {
  it.each([
    { options: { maxbytes: 2 }, message: 'Unknown option "maxbytes". Did you mean "maxBytes"?' },
    { options: { deadline: 2 }, message: expect.stringContaining("The options are onProgress, maxBytes") as string },
    { options: { timeout: "60" }, message: "timeout must be a number above 0, got a value of type string." },
    { options: { timeout: 0 }, message: "timeout must be a number above 0, got 0." },
    { options: { timeout: NaN }, message: "timeout must be a number above 0, got NaN." },
    { options: { retries: -1 }, message: "retries must be a whole number from 0, or Infinity, got -1." },
    { options: { retries: 1.5 }, message: "retries must be a whole number from 0, or Infinity, got 1.5." },
    { options: { index: -1 }, message: "index must be a whole number from 0, got -1." },
    { options: { index: Infinity }, message: "index must be a whole number from 0, got Infinity." },
    { options: { maxBytes: 0 }, message: "maxBytes must be a number above 0, got 0." },
    { options: { overwrite: "no" }, message: "overwrite must be true or false, got a value of type string." },
    { options: { onProgress: true }, message: "onProgress must be a function, got true." },
    { options: { fetch: {} }, message: "fetch must be a function, got a value of type object." },
    { options: { signal: {} }, message: "signal must be an AbortSignal, got a value of type object." },
    {
      options: { client: { tasks: {} } },
      message: "client must be a client, with tasks.get(), got a value of type object.",
    },
    { options: null, message: "The options must be an object." },
  ])("are validated before anything is sent: $options", async ({ options, message }) => {
    const { url, requests } = await site(file(VIDEO));
    const { path } = await folder();

    const failure = download(taskWith(url), path, options as unknown as DownloadOptions);

    await expect(failure).rejects.toMatchObject({ name: "DownloadError", reason: "invalid_argument", message });
    expect(requests).toEqual([]);
  });

  it.each([
    { timeout: Infinity },
    { timeout: 2 ** 31 },
    { timeout: 1e300 },
    { maxBytes: Infinity },
    { retries: Infinity },
  ])("may be as large as a number can be: %o", async (options) => {
    const warnings: string[] = [];
    const listener = ({ name }: Error): void => void warnings.push(name);
    process.on("warning", listener);
    const { url } = await site(file(VIDEO));
    const { path } = await folder();

    await expect(download(taskWith(url), path, options)).resolves.toMatchObject({ bytes: VIDEO.length });
    process.off("warning", listener);
    expect(warnings).not.toContain("TimeoutOverflowWarning");
  });
});

describe("a task or path that does not match its type", () => {
  it.each([
    { name: "results: null", task: { results: null }, reason: "no_result" },
    { name: "results of another type", task: { results: "https://a.example" }, reason: "no_result" },
    { name: "a result that is null", task: { results: [null] }, reason: "no_result" },
    { name: "a result that is an object", task: { results: [{ url: LINK }] }, reason: "unsafe_link" },
    { name: "an empty result", task: { results: [""] }, reason: "unsafe_link" },
    { name: "no id", task: { id: null, results: [LINK] }, reason: "invalid_argument" },
  ])("is a DownloadError: $name", async ({ task, reason }) => {
    const { path } = await folder();

    const failure = download({ ...taskWith(), ...task } as unknown as Task, path);

    await expect(failure).rejects.toMatchObject({ name: "DownloadError", reason });
  });

  it.each([undefined, null, 5, "", "a\0b", {}])("is a DownloadError: the path %o", async (path) => {
    await expect(download(taskWith(LINK), path as string)).rejects.toMatchObject({ reason: "invalid_argument" });
  });

  it.each([undefined, null, "task-unified-1"])("is a DownloadError: the task %o", async (task) => {
    const { path } = await folder();

    await expect(download(task as unknown as Task, path)).rejects.toMatchObject({ reason: "invalid_argument" });
  });

  it.each([
    { name: "created as a string", task: { created: "2025-09-06T14:02:23Z" } },
    { name: "created out of the range of dates", task: { created: 1e300 } },
    { name: "created: null", task: { created: null } },
    { name: "results: null", task: { created: 1_757_169_743, results: null } },
  ])("has no expiry time of its links: $name", async ({ task }) => {
    const gone = await site(status(403));
    const { path } = await folder();
    const odd = { ...taskWith(gone.url), ...task } as unknown as Task;

    expect(linksExpireAt(odd)).toBeUndefined();
    await expect(download(odd, path)).rejects.toBeInstanceOf(DownloadError);
  });
});

describe("the delay before a retry", () => {
  const refused = (code: number, headers: Record<string, string> = {}) =>
    new DownloadError("refused", "", { status: code, headers: new Headers(headers) });
  const date = "Sat, 06 Sep 2025 14:00:00 GMT";
  const later = "Sat, 06 Sep 2025 14:00:30 GMT";

  it.each([
    { name: "grows", error: new DownloadError("network", ""), failures: 2, delay: 1_000 },
    { name: "is capped", error: new DownloadError("incomplete", ""), failures: 40, delay: 8_000 },
    { name: "is capped after very many failures", error: refused(500), failures: 5_000, delay: 8_000 },
    { name: "follows Retry-After", error: refused(503, { "retry-after": "20" }), failures: 0, delay: 20_000 },
    { name: "is not shortened by Retry-After", error: refused(429, { "retry-after": "0" }), failures: 3, delay: 2_000 },
    {
      name: "follows a date by the server's clock",
      error: refused(503, { "retry-after": later, date }),
      failures: 0,
      delay: 30_000,
    },
    {
      name: "ignores a date in the past",
      error: refused(503, { "retry-after": date, date: later }),
      failures: 0,
      delay: 250,
    },
    { name: "ignores a fraction", error: refused(503, { "retry-after": "1.5" }), failures: 0, delay: 250 },
    { name: "ignores a negative number", error: refused(503, { "retry-after": "-5" }), failures: 0, delay: 250 },
    { name: "ignores a malformed value", error: refused(503, { "retry-after": "soon" }), failures: 0, delay: 250 },
    {
      name: "is undefined (no retry) when the server asks for an hour",
      error: refused(503, { "retry-after": "3600" }),
      failures: 0,
      delay: undefined,
    },
    { name: "is undefined after 400", error: refused(400), failures: 0, delay: undefined },
    { name: "is undefined after a document with 200", error: refused(200), failures: 0, delay: undefined },
    { name: "is undefined after an abort", error: new DownloadError("aborted", ""), failures: 0, delay: undefined },
    { name: "is undefined after another error", error: new Error("mine"), failures: 0, delay: undefined },
  ])("$name", ({ error, failures, delay }) => {
    expect(retryDelay(error, failures)).toBe(delay);
  });

  it("does not depend on the system clock", async () => {
    const { url, requests } = await site(status(503, { "retry-after": "1" }), file(VIDEO));
    const { path } = await folder();
    const now = Date.now.bind(Date);
    let shift = 0;
    vi.spyOn(Date, "now").mockImplementation(() => now() + (shift += 3_600_000));
    const start = performance.now();

    await download(taskWith(url), path);

    expect(requests.length).toBe(2);
    expect(performance.now() - start).toBeGreaterThan(950);
  });
});

describe("a signal shared by many downloads", () => {
  it("causes no Node.js warning and aborts all of them", async () => {
    const warnings: string[] = [];
    const listener = ({ name }: Error): void => void warnings.push(name);
    process.on("warning", listener);
    const { url } = await site(stall(VIDEO, 1_000));
    const { dir } = await folder();
    const abort = new AbortController();
    let downloads: Promise<unknown>[] = [];
    await new Promise<void>((resolve) => {
      let running = 0;
      const onProgress = (): void => {
        running += 1;
        if (running === 30) resolve();
      };
      downloads = Array.from({ length: 30 }, (_, index) =>
        download(taskWith(url), `${dir}/${index}.mp4`, { signal: abort.signal, onProgress }),
      );
    });
    abort.abort();
    const outcomes = await Promise.allSettled(downloads);
    process.off("warning", listener);

    expect(
      outcomes.map((outcome) => outcome.status === "rejected" && (outcome.reason as DownloadError).reason),
    ).toEqual(Array.from({ length: 30 }, () => "aborted"));
    expect(warnings).toEqual([]);
  });
});
