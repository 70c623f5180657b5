// Protects the money: what follows from each outcome of a create request, when the batch stops creating, and that
// nothing is sent twice.
import { AsyncLocalStorage } from "node:async_hooks";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import {
  openFileJournal,
  runBatch,
  settle,
  type BatchOptions,
  type Item,
  type BatchEvent,
  type Summary,
} from "../../src/batch/index.ts";
import type { Fetch } from "../../src/sdk/index.ts";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import {
  eventsIn,
  folderFor,
  items,
  matching,
  PRICE,
  sandboxFor,
  withPreferences,
  withoutResults,
} from "./fixtures.ts";

let sandbox: Sandbox;
let folder: string;
let path: string;
let events: BatchEvent[];

beforeEach(async () => {
  sandbox = await sandboxFor();
  folder = await folderFor();
  path = join(folder, "journal");
  events = [];
});

/** Opens the journal, runs the batch and closes the journal. */
async function run(wanted: readonly Item[], options: BatchOptions & { fetch?: Fetch } = {}): Promise<Summary> {
  const journal = await openFileJournal(path);
  const { fetch, ...rest } = options;
  const client = { apiKey: "key-of-a-test", baseUrl: sandbox.url, fetch, deadline: 1500, ...rest.client };
  return runBatch(wanted, journal, { interval: 5, onEvent: (one) => events.push(one), ...rest, client }).finally(() =>
    journal.close(),
  );
}

const of = <Name extends BatchEvent["event"]>(event: Name) =>
  events.filter((one): one is BatchEvent & { event: Name } => one.event === event);

describe("a run", () => {
  test("creates each item once, polls it and saves it", async () => {
    const outDir = join(folder, "videos");

    const summary = await run(items(5), { outDir, concurrency: 3 });

    expect(summary).toMatchObject({
      exitCode: 0,
      counts: { saved: 5 },
      credits: expect.closeTo(5 * PRICE, 6) as number,
    });
    expect(sandbox.charges.map(({ state }) => state)).toEqual(Array(5).fill("charged"));
    expect(await readdir(outDir)).toEqual(
      sandbox.tasks.map(({ id, request }) => `${"abcde"[Number(request.prompt?.slice(-1))]}.${id}.mp4`).sort(),
    );
  });

  test("shares one asynchronous storage with every other run", async () => {
    const runOf = vi.spyOn(AsyncLocalStorage.prototype, "run");
    onTestFinished(() => runOf.mockRestore());

    await run(items(2));
    await run(items(3));

    expect(sandbox.charges).toHaveLength(3);
    expect(new Set(runOf.mock.contexts).size).toBe(1);
  });

  test("repeated for completed items sends nothing", async () => {
    await run(items(2));
    const fetch = withPreferences({});

    const summary = await run(items(2), { fetch });

    expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 2 } });
    expect(fetch.posts).toEqual([]);
  });

  test("saves what an earlier run has completed", async () => {
    await run(items(1));

    const summary = await run(items(1), { outDir: join(folder, "videos") });

    expect(summary.counts.saved).toBe(1);
    expect(sandbox.charges).toHaveLength(1);
  });

  test("has at most `concurrency` unfinished items", async () => {
    let [now, most] = [0, 0];
    const onEvent = ({ event }: BatchEvent): void => {
      now += event === "accepted" ? 1 : event === "completed" ? -1 : 0;
      most = Math.max(most, now);
    };

    await run(items(6), { concurrency: 2, onEvent });

    expect(most).toBe(2);
  });

  test("writes begun to the journal before the request, and the id after it", async () => {
    const journalled: unknown[] = [];
    const fetch = withPreferences({}, async (url, init) => {
      if (init.method === "POST") journalled.push((await eventsIn(path)).at(-1));
      return globalThis.fetch(url, init);
    });

    await run(items(1), { fetch });

    expect(journalled).toMatchObject([
      { type: "begun", key: "a", attempt: 1, estimate: expect.closeTo(PRICE, 6) as number },
    ]);
    expect((await eventsIn(path)).map(({ type }) => type)).toEqual(["batch", "begun", "accepted", "ended"]);
  });
});

describe("an outcome", () => {
  test.each([
    ["fault=reset_after", 1],
    ["fault=reset_before", 0],
    ["fault=html_502", 1],
    ["code=500", 0],
  ])("that is unknown (%s) is reported, and the item is not retried by a later run", async (preference, charges) => {
    const fetch = withPreferences({ "video 0": preference });

    const first = await run(items(2), { fetch });
    const second = await run(items(2), { fetch });

    expect(first).toMatchObject({ exitCode: 3, unknown: [{ key: "a", state: "unknown" }], counts: { completed: 1 } });
    expect(second).toMatchObject({ exitCode: 3, unknown: [{ key: "a" }] });
    expect(fetch.posts.filter((prompt) => prompt === "video 0")).toHaveLength(1);
    expect(sandbox.charges).toHaveLength(1 + charges);
  });

  test("with the id in an incomplete response is accepted", async () => {
    const summary = await run(items(1), { fetch: withPreferences({ "video 0": "fault=cut_json" }) });

    expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 1 } });
    expect(sandbox.charges).toHaveLength(1);
  });

  test("of a rejected item costs nothing, and the next run retries it", async () => {
    const first = await run(items(2), { fetch: withPreferences({ "video 0": "code=400" }) });
    const second = await run(items(2));

    expect(first).toMatchObject({ exitCode: 1, counts: { refused: 1, completed: 1 } });
    expect(second).toMatchObject({ exitCode: 0, counts: { completed: 2 } });
    expect(sandbox.charges).toHaveLength(2);
  });

  test("of an invalid item is an error before it is sent", async () => {
    const wrong = items(1).map((item) => ({ ...item, body: { ...item.body, duration: 99 } }));
    const fetch = withPreferences({});

    const summary = await run(wrong, { fetch });

    expect(summary).toMatchObject({ exitCode: 1, counts: { refused: 1 } });
    expect(of("refused")[0]?.message).toMatch(/\/duration: must be at most 10/);
    expect(fetch.posts).toEqual([]);
  });

  test.each([["code=401"], ["code=402"], ["code=403"]])(
    "that every item would have (%s) stops creating",
    async (preference) => {
      const fetch = withPreferences({ "video 1": preference });

      const summary = await run(items(4), { fetch, concurrency: 1 });

      expect(summary).toMatchObject({ exitCode: 1, counts: { completed: 1, refused: 1, waiting: 2 } });
      expect(of("halt")).toHaveLength(1);
      expect(fetch.posts).toHaveLength(2);
    },
  );

  test("of a failed task is final: it is not created again", async () => {
    const fetch = withPreferences({ "video 0": "scenario=content_policy_violation" });

    const first = await run(items(1), { fetch });
    const second = await run(items(1), { fetch });

    expect(first).toMatchObject({ exitCode: 1, counts: { failed: 1 } });
    expect(second).toMatchObject({ exitCode: 1, counts: { failed: 1 } });
    expect(fetch.posts).toHaveLength(1);
  });

  test("of an unreachable server leaves the items waiting", async () => {
    const gone = await startSandbox();
    await gone.close();

    const summary = await run(items(2), { concurrency: 1, client: { baseUrl: gone.url, deadline: 600 } });

    expect(summary).toMatchObject({ exitCode: 4, counts: { waiting: 2 }, halted: matching(/cannot be reached/) });
    expect((await run(items(2))).exitCode).toBe(0);
    expect(sandbox.charges).toHaveLength(2);
  });

  test("of a 429 is journalled at once, and the item is retried", async () => {
    let [refusals, lines] = [1, [] as unknown[]];
    const fetch = withPreferences({}, async (url, init) => {
      if (init.method !== "POST") return globalThis.fetch(url, init);
      if (refusals-- > 0) return new Response("{}", { status: 429, headers: { "retry-after": "0" } });
      lines = await eventsIn(path);
      return globalThis.fetch(url, init);
    });

    const summary = await run(items(1), { fetch });

    expect(summary.exitCode).toBe(0);
    expect(lines).toMatchObject([
      { type: "batch" },
      { type: "begun", attempt: 1 },
      { type: "unsent", attempt: 1 },
      { type: "begun", attempt: 2 },
    ]);
  });

  test("of a 429 with Retry-After is not retried earlier", async () => {
    let refusals = 1;
    const fetch = withPreferences({}, (url, init) =>
      init.method === "POST" && refusals-- > 0
        ? Promise.resolve(new Response("{}", { status: 429, headers: { "retry-after": "2" } }))
        : globalThis.fetch(url, init),
    );
    const began = performance.now();

    const summary = await run(items(1), { fetch });

    expect(summary.exitCode).toBe(0);
    expect(fetch.posts).toHaveLength(2);
    expect(performance.now() - began).toBeGreaterThan(1900);
  });

  test("of a task that completed without a result is reported", async () => {
    const summary = await run(items(1), { fetch: withoutResults });

    expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 1 }, withoutResult: [{ key: "a" }] });
    expect(of("note").map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^a: task task-unified-\S+ completed without a result$/),
    );
  });

  test("of a task that completed without a result to save is a failure, in every run", async () => {
    const withoutResult = { fetch: withoutResults, outDir: join(folder, "videos") };

    const [first, second] = [await run(items(1), withoutResult), await run(items(1), withoutResult)];

    expect(first).toMatchObject({ exitCode: 1, withoutResult: [{ key: "a" }] });
    expect(second).toMatchObject({ exitCode: 1, withoutResult: [{ key: "a" }] });
    expect(of("note")).toHaveLength(2);
    expect(sandbox.charges).toHaveLength(1);
    expect(await run(items(1), { outDir: join(folder, "videos") })).toMatchObject({ exitCode: 0, withoutResult: [] });
  });

  test("of a task that is not finished after maxWait is left for a later run, which does not create it again", async () => {
    const slow = await run(items(1), { maxWait: 30, fetch: withPreferences({ "video 0": "scenario=stalled" }) });

    expect(slow).toMatchObject({ exitCode: 4, counts: { accepted: 1 } });
    expect(await run(items(1), { maxWait: 30 })).toMatchObject({ exitCode: 4 });
    expect(sandbox.charges).toHaveLength(1);
  });
});

test("of two items whose responses have the same task id, the second is reported as unknown", async () => {
  const first = new Map<string, string>();
  const cached: Fetch = async (url, init) => {
    if (init.method !== "POST") return globalThis.fetch(url, init);
    const text = first.get("response") ?? (await (await globalThis.fetch(url, init)).text());
    first.set("response", text);
    return new Response(text, { headers: { "content-type": "application/json" } });
  };

  const summary = await run(items(2), { fetch: cached, concurrency: 1 });

  expect(summary).toMatchObject({
    exitCode: 3,
    counts: { completed: 1, unknown: 1 },
    unknown: [{ key: "b", message: matching(/responded with task-unified-\S+, which is the task of a already/) }],
  });
});

describe("settle", () => {
  async function settleAs(finding: Parameters<typeof settle>[2]): Promise<void> {
    const journal = await openFileJournal(path);
    await settle(journal, "a", finding).finally(() => journal.close());
  }

  test("with a task id makes the next run poll the task", async () => {
    await run(items(1), { fetch: withPreferences({ "video 0": "fault=reset_after" }) });

    await settleAs({ taskId: String(sandbox.tasks[0]?.id) });

    expect(await run(items(1))).toMatchObject({ exitCode: 0, counts: { completed: 1 } });
    expect(sandbox.charges).toHaveLength(1);
  });

  test("with not-accepted makes the next run create the item", async () => {
    await run(items(1), { fetch: withPreferences({ "video 0": "fault=reset_before" }) });

    await settleAs("not-accepted");

    expect(await run(items(1))).toMatchObject({ exitCode: 0, counts: { completed: 1 } });
    expect(sandbox.charges).toHaveLength(1);
  });

  test("rejects an item that is not unknown", async () => {
    await run(items(1));

    await expect(settleAs("not-accepted")).rejects.toMatchObject({
      reason: "input",
      message: matching(/it is completed/),
    });
  });
});

describe("an idempotency key", () => {
  test("is sent with every request of an item, and is the same in a later run", async () => {
    const keys: (string | null)[] = [];
    const fetch: Fetch = (url, init) => {
      if (init.method === "POST") keys.push(new Headers(init.headers).get("idempotency-key"));
      return globalThis.fetch(url, init);
    };
    const lossy: Fetch = (url, init) =>
      fetch(url, init).then((response) => (init.method === "POST" ? Promise.reject(new Error("lost")) : response));

    const first = await run(items(1), { idempotent: true, fetch: lossy });
    const second = await run(items(1), { idempotent: true, fetch });

    expect(first).toMatchObject({ exitCode: 3 });
    expect(second).toMatchObject({ exitCode: 0, counts: { completed: 1 } });
    expect(new Set(keys).size).toBe(1);
    expect(keys.length).toBeGreaterThan(1);
    expect(sandbox.charges).toHaveLength(1);
  });

  test("keeps an outcome unknown when a later request is rejected", async () => {
    await run(items(1), { idempotent: true, fetch: withPreferences({ "video 0": "fault=html_502" }) });

    const summary = await run(items(1), { idempotent: true, fetch: withPreferences({ "video 0": "code=401" }) });

    expect(summary).toMatchObject({ exitCode: 3, unknown: [{ key: "a" }] });
  });
});

describe("the spending limit", () => {
  test("is never exceeded by all runs together, and the summary says that items are left", async () => {
    const first = await run(items(5), { maxCredits: 2 * PRICE });
    const second = await run(items(5), { maxCredits: 3.5 * PRICE });

    expect(first).toMatchObject({
      exitCode: 4,
      counts: { completed: 2, waiting: 3 },
      halted: matching(/spending limit/),
    });
    expect(second).toMatchObject({ exitCode: 4, counts: { completed: 3, waiting: 2 } });
    expect(sandbox.charges).toHaveLength(3);
  });

  test("includes requests that may have been accepted", async () => {
    const summary = await run(items(3), {
      concurrency: 1,
      maxCredits: 2 * PRICE,
      fetch: withPreferences({ "video 0": "fault=reset_before" }),
    });

    expect(summary).toMatchObject({ counts: { unknown: 1, completed: 1, waiting: 1 } });
  });

  test("uses the prices in responses when videos cost more than the contract says", async () => {
    const dearer: Fetch = async (url, init) => {
      const response = await globalThis.fetch(url, init);
      const task = (await response.json()) as { usage: object };
      return Response.json({ ...task, usage: { ...task.usage, credits_reserved: 2 * PRICE } });
    };

    const summary = await run(items(5), { concurrency: 1, maxCredits: 5 * PRICE, fetch: dearer });

    expect(summary).toMatchObject({
      counts: { completed: 2, waiting: 3 },
      credits: expect.closeTo(4 * PRICE, 6) as number,
    });
  });
});

describe("an interruption", () => {
  test("completes in-flight requests, ends the waits and sends nothing more", async () => {
    const stop = new AbortController();
    const fetch = withPreferences({}, async (url, init) => {
      if (init.method !== "POST") return globalThis.fetch(url, init);
      const response = await globalThis.fetch(url, init);
      stop.abort();
      return response;
    });

    const summary = await run(items(3), { concurrency: 1, fetch, signal: stop.signal });

    expect(summary).toMatchObject({ exitCode: 130, counts: { accepted: 1, waiting: 2 } });
    expect(await run(items(3))).toMatchObject({ exitCode: 0, counts: { completed: 3 } });
    expect(sandbox.charges).toHaveLength(3);
  });

  test("prevents retries of a request that was not sent", async () => {
    const stop = new AbortController();
    const fetch = withPreferences({}, () => {
      stop.abort();
      return Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { syscall: "connect" }));
    });

    const summary = await run(items(1), { fetch, signal: stop.signal });

    expect(summary).toMatchObject({ exitCode: 130, counts: { waiting: 1 } });
    expect(fetch.posts).toHaveLength(1);
  });

  test("does not wait for the delay before a retry", async () => {
    const stop = new AbortController();
    const fetch = withPreferences({}, () => {
      setTimeout(() => stop.abort(), 20);
      return Promise.resolve(new Response("{}", { status: 429, headers: { "retry-after": "30" } }));
    });
    const began = performance.now();

    const summary = await run(items(1), { fetch, signal: stop.signal, client: { deadline: 60_000 } });

    expect(summary).toMatchObject({ exitCode: 130, counts: { waiting: 1 } });
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe("an invalid option", () => {
  test.each([
    { option: { concurrency: 0 }, message: "concurrency must be a whole number above 0, got 0." },
    { option: { concurrency: 1.5 }, message: "concurrency must be a whole number above 0, got 1.5." },
    { option: { maxCredits: NaN }, message: "maxCredits must be a number above 0, got NaN." },
    { option: { interval: "5" as never }, message: "interval must be a number above 0, got a value of type string." },
    { option: { maxWait: -1 }, message: "maxWait must be a number above 0, got -1." },
    { option: { concurency: 2 }, message: 'Unknown option "concurency". Did you mean "concurrency"?' },
  ])("is rejected before anything is sent: $option", async ({ option, message }) => {
    await expect(run(items(1), option)).rejects.toMatchObject({ name: "BatchError", reason: "input", message });
    expect(sandbox.tasks).toEqual([]);
  });
});

describe("a journal that fails", () => {
  test("before a request prevents sending; after it, the id is reported as unrecorded", async () => {
    const { open } = await import("node:fs/promises");
    let syncs = 0;
    const failing = (async (...args: Parameters<typeof open>) => {
      const file = await open(...args);
      const sync = file.sync.bind(file);
      // The first sync is that of opening, the next two are those of the header and of a `begun`.
      if (args[1] !== "r") file.sync = () => (++syncs > 3 ? Promise.reject(new Error("EIO")) : sync());
      return file;
    }) as typeof open;
    const journal = await openFileJournal(path, { open: failing });
    const fetch = withPreferences({});
    const client = { apiKey: "key-of-a-test", baseUrl: sandbox.url, fetch };

    const ended = runBatch(items(3), journal, { client, concurrency: 1, onEvent: (one) => events.push(one) }).finally(
      () => journal.close(),
    );

    await expect(ended).rejects.toMatchObject({ reason: "journal", message: matching(/EIO/) });
    expect(fetch.posts).toHaveLength(1);
    expect(of("unrecorded")).toMatchObject([{ key: "a", taskId: sandbox.tasks[0]?.id }]);
  });
});
