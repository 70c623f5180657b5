// Protects the money: what each outcome of a paid request leads to, when nothing more is created, and that nothing is
// sent twice.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
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
let news: BatchEvent[];

beforeEach(async () => {
  sandbox = await sandboxFor();
  folder = await folderFor();
  path = join(folder, "journal");
  news = [];
});

/** Resolves to one run, with the journal opened and closed. */
async function run(wanted: readonly Item[], options: BatchOptions & { fetch?: Fetch } = {}): Promise<Summary> {
  const journal = await openFileJournal(path);
  const { fetch, ...rest } = options;
  const client = { apiKey: "key-of-a-test", baseUrl: sandbox.url, fetch, deadline: 1500, ...rest.client };
  return runBatch(wanted, journal, { interval: 5, onEvent: (one) => news.push(one), ...rest, client }).finally(() =>
    journal.close(),
  );
}

const of = <Name extends BatchEvent["event"]>(event: Name) =>
  news.filter((one): one is BatchEvent & { event: Name } => one.event === event);

describe("a run", () => {
  test("creates each item once, follows it and saves it", async () => {
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

  test("again does nothing more", async () => {
    await run(items(2));
    const fetch = withPreferences({});

    const summary = await run(items(2), { fetch });

    expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 2 } });
    expect(fetch.posts).toEqual([]);
  });

  test("saves later what an earlier run has completed", async () => {
    await run(items(1));

    const summary = await run(items(1), { outDir: join(folder, "videos") });

    expect(summary.counts.saved).toBe(1);
    expect(sandbox.charges).toHaveLength(1);
  });

  test("has at most so many items in hand as it may", async () => {
    let [now, most] = [0, 0];
    const onEvent = ({ event }: BatchEvent): void => {
      now += event === "accepted" ? 1 : event === "completed" ? -1 : 0;
      most = Math.max(most, now);
    };

    await run(items(6), { concurrency: 2, onEvent });

    expect(most).toBe(2);
  });

  test("has the journal say begun before the request, and the id after it", async () => {
    const seen: unknown[] = [];
    const fetch = withPreferences({}, async (url, init) => {
      if (init.method === "POST") seen.push((await eventsIn(path)).at(-1));
      return globalThis.fetch(url, init);
    });

    await run(items(1), { fetch });

    expect(seen).toMatchObject([{ type: "begun", key: "a", attempt: 1, estimate: expect.closeTo(PRICE, 6) as number }]);
    expect((await eventsIn(path)).map(({ type }) => type)).toEqual(["batch", "begun", "accepted", "ended"]);
  });
});

describe("an outcome", () => {
  test.each([
    ["fault=reset_after", 1],
    ["fault=reset_before", 0],
    ["fault=html_502", 1],
    ["code=500", 0],
  ])("that nobody knows (%s) is set aside, and not sent again by a later run", async (preference, charges) => {
    const fetch = withPreferences({ "video 0": preference });

    const first = await run(items(2), { fetch });
    const second = await run(items(2), { fetch });

    expect(first).toMatchObject({ exitCode: 3, unknown: [{ key: "a", state: "unknown" }], counts: { completed: 1 } });
    expect(second).toMatchObject({ exitCode: 3, unknown: [{ key: "a" }] });
    expect(fetch.posts.filter((prompt) => prompt === "video 0")).toHaveLength(1);
    expect(sandbox.charges).toHaveLength(1 + charges);
  });

  test("that shows the id in half an answer is accepted", async () => {
    const summary = await run(items(1), { fetch: withPreferences({ "video 0": "fault=cut_json" }) });

    expect(summary).toMatchObject({ exitCode: 0, counts: { completed: 1 } });
    expect(sandbox.charges).toHaveLength(1);
  });

  test("that is a refusal costs nothing and is tried again by the next run", async () => {
    const first = await run(items(2), { fetch: withPreferences({ "video 0": "code=400" }) });
    const second = await run(items(2));

    expect(first).toMatchObject({ exitCode: 1, counts: { refused: 1, completed: 1 } });
    expect(second).toMatchObject({ exitCode: 0, counts: { completed: 2 } });
    expect(sandbox.charges).toHaveLength(2);
  });

  test("that is a broken contract is rejected before it is sent", async () => {
    const wrong = items(1).map((item) => ({ ...item, body: { ...item.body, duration: 99 } }));
    const fetch = withPreferences({});

    const summary = await run(wrong, { fetch });

    expect(summary).toMatchObject({ exitCode: 1, counts: { refused: 1 } });
    expect(of("refused")[0]?.message).toMatch(/\/duration: must be at most 10/);
    expect(fetch.posts).toEqual([]);
  });

  test.each([["code=401"], ["code=402"], ["code=403"]])(
    "that would be the same for all (%s) ends the creating",
    async (preference) => {
      const fetch = withPreferences({ "video 1": preference });

      const summary = await run(items(4), { fetch, concurrency: 1 });

      expect(summary).toMatchObject({ exitCode: 1, counts: { completed: 1, refused: 1, waiting: 2 } });
      expect(of("halt")).toHaveLength(1);
      expect(fetch.posts).toHaveLength(2);
    },
  );

  test("that is a failed task is not paid for again", async () => {
    const fetch = withPreferences({ "video 0": "scenario=content_policy_violation" });

    const first = await run(items(1), { fetch });
    const second = await run(items(1), { fetch });

    expect(first).toMatchObject({ exitCode: 1, counts: { failed: 1 } });
    expect(second).toMatchObject({ exitCode: 1, counts: { failed: 1 } });
    expect(fetch.posts).toHaveLength(1);
  });

  test("of a server that cannot be reached leaves the items waiting", async () => {
    const gone = await startSandbox();
    await gone.close();

    const summary = await run(items(2), { concurrency: 1, client: { baseUrl: gone.url, deadline: 600 } });

    expect(summary).toMatchObject({ exitCode: 4, counts: { waiting: 2 }, halted: matching(/cannot be reached/) });
    expect((await run(items(2))).exitCode).toBe(0);
    expect(sandbox.charges).toHaveLength(2);
  });

  test("of too many requests is journalled as not accepted at once, and sent again", async () => {
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

  test("of too many requests for long is not asked again before the time that the answer gives", async () => {
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

  test("of a task that completed without the result that was to be saved is a failure, in every run", async () => {
    const hollow = { fetch: withoutResults, outDir: join(folder, "videos") };

    const [first, second] = [await run(items(1), hollow), await run(items(1), hollow)];

    expect(first).toMatchObject({ exitCode: 1, withoutResult: [{ key: "a" }] });
    expect(second).toMatchObject({ exitCode: 1, withoutResult: [{ key: "a" }] });
    expect(of("note")).toHaveLength(2);
    expect(sandbox.charges).toHaveLength(1);
    expect(await run(items(1), { outDir: join(folder, "videos") })).toMatchObject({ exitCode: 0, withoutResult: [] });
  });

  test("of a task that takes too long is left for a later run, which does not create it again", async () => {
    const slow = await run(items(1), { maxWait: 30, fetch: withPreferences({ "video 0": "scenario=stalled" }) });

    expect(slow).toMatchObject({ exitCode: 4, counts: { accepted: 1 } });
    expect(await run(items(1), { maxWait: 30 })).toMatchObject({ exitCode: 4 });
    expect(sandbox.charges).toHaveLength(1);
  });
});

test("two items that are answered with one id are reported, not both taken for done", async () => {
  const first = new Map<string, string>();
  const cached: Fetch = async (url, init) => {
    if (init.method !== "POST") return globalThis.fetch(url, init);
    const text = first.get("answer") ?? (await (await globalThis.fetch(url, init)).text());
    first.set("answer", text);
    return new Response(text, { headers: { "content-type": "application/json" } });
  };

  const summary = await run(items(2), { fetch: cached, concurrency: 1 });

  expect(summary).toMatchObject({
    exitCode: 3,
    counts: { completed: 1, unknown: 1 },
    unknown: [{ key: "b", message: matching(/answered with task-unified-\S+, which is the task of a already/) }],
  });
});

describe("a person's finding", () => {
  async function find(finding: Parameters<typeof settle>[2]): Promise<void> {
    const journal = await openFileJournal(path);
    await settle(journal, "a", finding).finally(() => journal.close());
  }

  test("that there is a task has it followed", async () => {
    await run(items(1), { fetch: withPreferences({ "video 0": "fault=reset_after" }) });

    await find({ taskId: String(sandbox.tasks[0]?.id) });

    expect(await run(items(1))).toMatchObject({ exitCode: 0, counts: { completed: 1 } });
    expect(sandbox.charges).toHaveLength(1);
  });

  test("that there is none has it created", async () => {
    await run(items(1), { fetch: withPreferences({ "video 0": "fault=reset_before" }) });

    await find("not-accepted");

    expect(await run(items(1))).toMatchObject({ exitCode: 0, counts: { completed: 1 } });
    expect(sandbox.charges).toHaveLength(1);
  });

  test("about an item that is not unknown is rejected", async () => {
    await run(items(1));

    await expect(find("not-accepted")).rejects.toMatchObject({ reason: "input", message: matching(/it is completed/) });
  });
});

describe("an idempotency key", () => {
  test("goes with every request of an item, and is the same in a later run", async () => {
    const keys: (string | null)[] = [];
    const fetch: Fetch = (url, init) => {
      if (init.method === "POST") keys.push(new Headers(init.headers).get("idempotency-key"));
      return globalThis.fetch(url, init);
    };
    const lossy: Fetch = (url, init) =>
      fetch(url, init).then((answer) => (init.method === "POST" ? Promise.reject(new Error("lost")) : answer));

    const first = await run(items(1), { idempotent: true, fetch: lossy });
    const second = await run(items(1), { idempotent: true, fetch });

    expect(first).toMatchObject({ exitCode: 3 });
    expect(second).toMatchObject({ exitCode: 0, counts: { completed: 1 } });
    expect(new Set(keys).size).toBe(1);
    expect(keys.length).toBeGreaterThan(1);
    expect(sandbox.charges).toHaveLength(1);
  });

  test("that is rejected later does not make an unknown outcome less unknown", async () => {
    await run(items(1), { idempotent: true, fetch: withPreferences({ "video 0": "fault=html_502" }) });

    const summary = await run(items(1), { idempotent: true, fetch: withPreferences({ "video 0": "code=401" }) });

    expect(summary).toMatchObject({ exitCode: 3, unknown: [{ key: "a" }] });
  });
});

describe("the spending limit", () => {
  test("is never passed, over all runs together, and says that items are left", async () => {
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

  test("counts what may have been accepted", async () => {
    const summary = await run(items(3), {
      concurrency: 1,
      maxCredits: 2 * PRICE,
      fetch: withPreferences({ "video 0": "fault=reset_before" }),
    });

    expect(summary).toMatchObject({ counts: { unknown: 1, completed: 1, waiting: 1 } });
  });

  test("learns from answers that videos cost more than the contract says", async () => {
    const dearer: Fetch = async (url, init) => {
      const answer = await globalThis.fetch(url, init);
      const task = (await answer.json()) as { usage: object };
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
  test("hears out what was sent, ends the waits and begins nothing more", async () => {
    const stop = new AbortController();
    const fetch = withPreferences({}, async (url, init) => {
      if (init.method !== "POST") return globalThis.fetch(url, init);
      const answer = await globalThis.fetch(url, init);
      stop.abort();
      return answer;
    });

    const summary = await run(items(3), { concurrency: 1, fetch, signal: stop.signal });

    expect(summary).toMatchObject({ exitCode: 130, counts: { accepted: 1, waiting: 2 } });
    expect(await run(items(3))).toMatchObject({ exitCode: 0, counts: { completed: 3 } });
    expect(sandbox.charges).toHaveLength(3);
  });

  test("keeps the client from repeating what it could not send", async () => {
    const stop = new AbortController();
    const fetch = withPreferences({}, () => {
      stop.abort();
      return Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { syscall: "connect" }));
    });

    const summary = await run(items(1), { fetch, signal: stop.signal });

    expect(summary).toMatchObject({ exitCode: 130, counts: { waiting: 1 } });
    expect(fetch.posts).toHaveLength(1);
  });

  test("does not wait for a pause before a repetition", async () => {
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

describe("an option that cannot be", () => {
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
  test("before a request keeps it from being sent; after it, the id is at least said", async () => {
    const { open } = await import("node:fs/promises");
    let syncs = 0;
    const failing = (async (...args: Parameters<typeof open>) => {
      const file = await open(...args);
      const sync = file.sync.bind(file);
      // The first is that of opening, the next two are those of the header and of a `begun`.
      if (args[1] !== "r") file.sync = () => (++syncs > 3 ? Promise.reject(new Error("EIO")) : sync());
      return file;
    }) as typeof open;
    const journal = await openFileJournal(path, { open: failing });
    const fetch = withPreferences({});
    const client = { apiKey: "key-of-a-test", baseUrl: sandbox.url, fetch };

    const ended = runBatch(items(3), journal, { client, concurrency: 1, onEvent: (one) => news.push(one) }).finally(
      () => journal.close(),
    );

    await expect(ended).rejects.toMatchObject({ reason: "journal", message: matching(/EIO/) });
    expect(fetch.posts).toHaveLength(1);
    expect(of("unrecorded")).toMatchObject([{ key: "a", taskId: sandbox.tasks[0]?.id }]);
  });
});
