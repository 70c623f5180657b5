// Protects the request for a result: an expired link is refreshed once, redirects stay safe, the key is not sent.
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Task } from "../../../generated/types.ts";
import { download, type TaskReader } from "../../../src/sdk/download/index.ts";
import { bytes, file, folder, site, status, taskWith } from "./fixtures.ts";

const CONTENT = bytes(50_000);

/** Returns a client that returns these tasks in turn, the last one repeatedly, and records its polls. */
function reader(...tasks: (Task | Error)[]): TaskReader & { readonly polls: string[] } {
  const polls: string[] = [];
  const get = (id: string): Promise<Task> => {
    const next = tasks[polls.push(id) - 1] ?? tasks.at(-1);
    return next instanceof Error || next === undefined
      ? Promise.reject(next ?? new Error("no task"))
      : Promise.resolve(next);
  };
  return { polls, tasks: { get } };
}

describe("an expired link", () => {
  it.each([403, 404, 410])("is refreshed by reading the task (%i)", async (code) => {
    const gone = await site(status(code));
    const fresh = await site(file(CONTENT));
    const { path } = await folder();
    const client = reader(taskWith("https://other.example/", fresh.url));

    await download(taskWith("https://other.example/", gone.url), path, { client, index: 1 });

    expect(client.polls).toEqual([taskWith().id]);
    expect([gone.requests.length, fresh.requests.length]).toEqual([1, 1]);
    expect(CONTENT.equals(await readFile(path))).toBe(true);
  });

  it("is refreshed only once", async () => {
    const one = await site(status(403));
    const two = await site(status(403));
    const { path } = await folder();
    const client = reader(taskWith(two.url), taskWith(one.url));

    await expect(download(taskWith(one.url), path, { client })).rejects.toMatchObject({
      reason: "expired",
      status: 403,
    });
    expect([client.polls.length, one.requests.length, two.requests.length]).toEqual([1, 1, 1]);
  });

  it("is not requested again when the API returns the same link", async () => {
    const gone = await site(status(410));
    const { path } = await folder();

    await expect(download(taskWith(gone.url), path, { client: reader(taskWith(gone.url)) })).rejects.toMatchObject({
      reason: "expired",
    });
    expect(gone.requests.length).toBe(1);
  });

  it("is not taken from another task", async () => {
    const gone = await site(status(403));
    const other = await site(file(CONTENT));
    const { path } = await folder();
    const client = reader({ ...taskWith(other.url), id: "task-unified-other" });

    await expect(download(taskWith(gone.url), path, { client })).rejects.toMatchObject({ reason: "expired" });
    expect(other.requests).toEqual([]);
  });

  it("without a client is an error that names how long links are valid", async () => {
    const gone = await site(status(403));
    const { path } = await folder();

    const failure = download({ ...taskWith(gone.url), created: 1_757_169_743 }, path);

    await expect(failure).rejects.toMatchObject({
      reason: "expired",
      status: 403,
      taskId: taskWith().id,
      message: expect.stringMatching(/24 hours.*2025-09-07T14:42:23/) as string,
    });
  });

  it("that cannot be refreshed is an error whose cause is the failed read", async () => {
    const gone = await site(status(404));
    const { path } = await folder();
    const cause = new Error("API unavailable");

    await expect(download(taskWith(gone.url), path, { client: reader(cause) })).rejects.toMatchObject({
      reason: "expired",
      cause,
    });
  });

  it("in the middle of a download is refreshed, and the download resumes", async () => {
    let received = 0;
    const first = await site(file(CONTENT, { cut: 20_000, hasArrived: () => received === 20_000 }), status(403));
    const fresh = await site(file(CONTENT));
    const { path } = await folder();

    await download(taskWith(first.url), path, {
      client: reader(taskWith(fresh.url)),
      onProgress: (progress) => (received = progress.received),
    });

    expect(fresh.requests[0]?.headers.range).toBe(`bytes=${20_000 - 4_096}-`);
    expect(CONTENT.equals(await readFile(path))).toBe(true);
  });
});

describe("a link that responds", () => {
  const EXPIRED = "<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>";
  it.each([
    { code: 400, body: EXPIRED },
    { code: 401, body: EXPIRED },
    { code: 403, body: "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>" },
    { code: 404, body: "" },
    { code: 410, body: "" },
  ])("$code for an expired signature is refreshed", async ({ code, body }) => {
    const gone = await site(status(code, { "content-type": "application/xml" }, body));
    const fresh = await site(file(CONTENT));
    const { path } = await folder();
    const client = reader(taskWith(fresh.url));

    await download(taskWith(gone.url), path, { client, retries: 0 });

    expect(client.polls).toHaveLength(1);
    expect(CONTENT.equals(await readFile(path))).toBe(true);
  });

  it.each([400, 401])("%i for another reason fails with reason refused", async (code) => {
    const { url } = await site(status(code, {}, "<Error><Code>InvalidArgument</Code></Error>"));
    const { path } = await folder();
    const client = reader(taskWith(url));

    await expect(download(taskWith(url), path, { client })).rejects.toMatchObject({ reason: "refused", status: code });
    expect(client.polls).toEqual([]);
  });

  it.each([
    { name: "without a client", client: undefined },
    { name: "with a client that has no newer link", client: "same" as const },
    { name: "with a client that fails", client: "failing" as const },
  ])("404 once is retried after a moment, $name", async ({ client }) => {
    const { url, requests } = await site(status(404), file(CONTENT));
    const { path } = await folder();
    const readers = { same: reader(taskWith(url)), failing: reader(new Error("API unavailable")) };

    await download(taskWith(url), path, { retries: 0, ...(client && { client: readers[client] }) });

    expect(requests.length).toBe(2);
    expect(CONTENT.equals(await readFile(path))).toBe(true);
  });

  it("404 twice fails with reason expired", async () => {
    const { url, requests } = await site(status(404));
    const { path } = await folder();

    await expect(download(taskWith(url), path, { timeout: 200 })).rejects.toMatchObject({
      reason: "expired",
      status: 404,
    });
    expect(requests.length).toBe(2);
  });

  it.each([
    { name: "null", task: null },
    { name: "a task without results", task: { ...taskWith(), results: null } },
    { name: "a task with fewer results", task: taskWith() },
  ])("403 fails with reason expired when the client returns $name", async ({ task }) => {
    const { url } = await site(status(403));
    const { path } = await folder();

    await expect(download(taskWith(url), path, { client: reader(task as Task) })).rejects.toMatchObject({
      name: "DownloadError",
      reason: "expired",
    });
  });
});

describe("redirects", () => {
  const chain = async (length: number): Promise<string> => {
    let { url } = await site(file(CONTENT));
    for (let turn = 0; turn < length; turn++)
      ({ url } = await site(status([301, 302, 303, 307, 308][turn % 5] ?? 302, { location: url })));
    return url;
  };

  it("are followed up to 5 times", async () => {
    const { path } = await folder();

    await expect(download(taskWith(await chain(5)), path)).resolves.toMatchObject({ bytes: CONTENT.length });
  });

  it("are not followed a 6th time", async () => {
    const { path } = await folder();

    await expect(download(taskWith(await chain(6)), path)).rejects.toMatchObject({ reason: "unsafe_link" });
  });

  it("may be relative", async () => {
    const { url, requests } = await site(status(302, { location: "../elsewhere" }), file(CONTENT));
    const { path } = await folder();

    await download(taskWith(url), path);

    expect(requests[1]?.url).toBe("/elsewhere");
  });

  it.each([
    ["http", "https://a.example/", "http://b.example/"],
    ["http on loopback, from another host", "https://a.example/", "http://127.0.0.1/"],
    ["a file", "https://a.example/", "file:///etc/passwd"],
    ["data", "https://a.example/", "data:video/mp4,x"],
    ["user information", "https://a.example/", "https://user:pass@b.example/"],
    ["an empty host", "https://a.example/", "https://"],
  ])("to %s are rejected", async (_name, from, to) => {
    const { path } = await folder();
    const requested: string[] = [];
    const fetch = (url: string) => (
      requested.push(url),
      Promise.resolve(new Response(null, { status: 302, headers: { location: to } }))
    );

    await expect(download(taskWith(from), path, { fetch })).rejects.toMatchObject({ reason: "unsafe_link" });
    expect(requested).toEqual([from]);
  });
});

describe("links", () => {
  it.each([
    "http://a.example/v.mp4",
    "http://127.0.0.1.example.com/",
    "ftp://a.example/",
    "file:///etc/passwd",
    "https://key@a.example/",
    "not a URL",
  ])("that are unsafe are not requested: %s", async (link) => {
    const { path } = await folder();
    const fetch = () => Promise.reject(new Error("must not be called"));

    await expect(download(taskWith(link), path, { fetch })).rejects.toMatchObject({ reason: "unsafe_link" });
  });

  it("are requested without credentials or other headers, at every origin", async () => {
    const { path } = await folder();
    const sent: [string, RequestInit][] = [];
    const fetch = (url: string, init: RequestInit) => {
      sent.push([url, init]);
      const redirect = new Response(null, { status: 302, headers: { location: "https://cdn.example/v" } });
      return Promise.resolve(sent.length === 1 ? redirect : new Response(CONTENT));
    };

    await download(taskWith("https://a.example/v"), path, { fetch });

    expect(sent.map(([url]) => url)).toEqual(["https://a.example/v", "https://cdn.example/v"]);
    for (const [, { signal, ...init }] of sent) {
      expect(signal).toBeInstanceOf(AbortSignal);
      expect(init).toEqual({ headers: { "accept-encoding": "identity" }, redirect: "manual", credentials: "omit" });
    }
  });
});
