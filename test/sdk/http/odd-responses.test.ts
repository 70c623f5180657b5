// Protects the result: whatever else a response contains, a completed task resolves, a task's id is kept, and every
// error is an EvoLinkError.
import { describe, expect, test } from "vitest";
import { EvoLink, EvoLinkError, type ClientOptions, type Drift, type Fetch } from "../../../src/sdk/index.ts";

const ID = "task-unified-1757169743-7cvnl5zw";
const RESULT = "https://media.example.com/a.mp4";
const completed = { id: ID, status: "completed", results: [RESULT] };
const request = {
  model: "kling-o3-reference-to-video",
  prompt: "A fox",
  video_url: "https://example.com/a.mp4",
} as const;

/** Creates a client of a server that responds to every request with this body. */
function clientOf(body: unknown, options: ClientOptions = {}, status = 200): EvoLink {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const fetch: Fetch = () => Promise.resolve(new Response(text, { status }));
  return new EvoLink({ apiKey: "test-key", baseUrl: "https://api.example.com", fetch, deadline: 300, ...options });
}

async function failure(call: Promise<unknown>): Promise<EvoLinkError> {
  const error: unknown = await call.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(EvoLinkError);
  return error as EvoLinkError;
}

describe("a completed task resolves in spite of other invalid members", () => {
  test.each<{ name: string; body: object; results?: string[] }>([
    { name: "error: null", body: { ...completed, error: null } },
    { name: "usage: null", body: { ...completed, usage: null } },
    { name: "task_info: null", body: { ...completed, task_info: null } },
    { name: "a null within usage", body: { ...completed, usage: { credits_reserved: null, billing_rule: null } } },
    { name: "usage as an array", body: { ...completed, usage: [] } },
    { name: "created as a string", body: { ...completed, created: "1757169743" } },
    { name: "created as a date", body: { ...completed, created: "2025-09-06T14:42:23Z" } },
    { name: "progress as a string", body: { ...completed, progress: "100%" } },
    { name: "progress out of range", body: { ...completed, progress: 1e9 } },
    { name: "task_info as a string", body: { ...completed, task_info: "none" } },
    { name: "error as a string", body: { ...completed, error: "none" } },
    { name: "error as false", body: { ...completed, error: false } },
    { name: "model as a number", body: { ...completed, model: 3 } },
    { name: "results of objects", body: { ...completed, results: [{ url: RESULT, type: "video" }] } },
    { name: "results as a string", body: { ...completed, results: RESULT } },
    { name: "results with null", body: { ...completed, results: [null, RESULT] } },
    { name: "results: null", body: { ...completed, results: null }, results: [] },
    { name: "no results", body: { id: ID, status: "completed" }, results: [] },
  ])("$name", async ({ body, results = [RESULT] }) => {
    const client = clientOf(body);

    const task = await client.tasks.wait(ID, { interval: 5, maxWait: 500 });

    expect(task).toMatchObject({ id: ID, status: "completed", results });
  });

  test("null counts as missing and is not drift, another type is drift", async () => {
    const drifts: Drift[] = [];
    const client = clientOf({ ...completed, error: null, created: "x" }, { onDrift: (drift) => drifts.push(drift) });

    const task = await client.tasks.get(ID);

    expect(task).not.toHaveProperty("error");
    expect(drifts.map(({ pointer, keyword }) => `${pointer} ${keyword}`)).toEqual(["/created type"]);
  });

  test("a completed task without results is drift", async () => {
    const drifts: Drift[] = [];

    await clientOf({ id: ID, status: "completed" }).tasks.wait(ID, { onDrift: (drift) => drifts.push(drift) });

    expect(drifts.map(({ pointer, keyword }) => `${pointer} ${keyword}`)).toEqual(["/results required"]);
  });
});

describe("a status in other case or a synonym is accepted and reported as drift", () => {
  test.each([
    { status: "COMPLETED", ends: "completed" },
    { status: "Completed", ends: "completed" },
    { status: "succeeded", ends: "completed" },
    { status: "SUCCESS", ends: "completed" },
    { status: "FAILED", ends: "TaskFailedError" },
    { status: "error", ends: "TaskFailedError" },
    { status: "canceled", ends: "TaskFailedError" },
    { status: "Cancelled", ends: "TaskFailedError" },
    { status: "in_progress", ends: "WaitTimeoutError" },
    { status: "unknown", ends: "WaitTimeoutError" },
    { status: "constructor", ends: "WaitTimeoutError" },
  ])("$status: $ends", async ({ status, ends }) => {
    const drifts: Drift[] = [];
    const client = clientOf({ ...completed, status });

    const end = await client.tasks
      .wait(ID, { interval: 5, maxWait: 60, onDrift: (drift) => drifts.push(drift) })
      .then((task) => task.status)
      .catch((error: unknown) => (error as Error).name);

    expect(end).toBe(ends);
    expect(drifts).toMatchObject([{ pointer: "/status", value: JSON.stringify(status) }]);
  });
});

describe("the id of a charged task is kept whenever it can be read", () => {
  test.each<{ name: string; body: unknown }>([
    { name: "task_id instead of id", body: { task_id: ID, status: "pending" } },
    { name: "task_id beside an id that is not a task id", body: { id: "internal-7", task_id: ID, status: "pending" } },
    { name: "task_id beside an id of another type", body: { id: 7, task_id: ID, status: "pending" } },
    { name: "no status", body: { id: ID } },
    { name: "status of another type", body: { id: ID, status: 3 } },
    { name: "status: null", body: { id: ID, status: null } },
    { name: "wrapped in data", body: { data: { id: ID, status: "pending" } } },
    { name: "wrapped in an array", body: [{ id: ID, status: "pending" }] },
    { name: "cut off", body: `{"id":"${ID}","sta` },
    { name: "followed by other text", body: `{"id":"${ID}","status":"pending"} trailing` },
    {
      name: "nested 10,000 levels deep",
      body: `{"id":"${ID}","status":"pending","progress":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
    },
  ])("$name", async ({ body }) => {
    const id = await clientOf(body)
      .videos.generate(request)
      .then((task) => task.id)
      .catch((error: unknown) => (error as EvoLinkError).taskId);

    expect(id).toBe(ID);
  });
});

describe("every failure is an EvoLinkError", () => {
  const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;

  test.each<{ name: string; status: number; body: unknown; message?: RegExp }>([
    { name: "an error that is null", status: 400, body: { error: null } },
    { name: "an error that is a string", status: 400, body: { error: "no" } },
    {
      name: "param: null",
      status: 400,
      body: { error: { message: "no such model", param: null } },
      message: /no such model/,
    },
    { name: "code: null", status: 402, body: { error: { message: "no credits", code: null } }, message: /no credits/ },
    { name: "a body that is null", status: 500, body: null },
    { name: "a body that is a string", status: 500, body: JSON.stringify("oh") },
    { name: "a code nested deeply", status: 500, body: `{"error":{"message":"x","code":${deep}}}` },
    { name: "a body nested deeply", status: 200, body: deep },
    { name: "an id nested deeply", status: 200, body: `{"id":${deep},"status":"pending"}` },
    { name: "credits as a string", status: 200, body: { data: "none" } },
  ])("$name", async ({ status, body, message = /./ }) => {
    const client = clientOf(body, {}, status);

    const errors = await Promise.all(
      [client.videos.generate(request), client.tasks.get(ID), client.credits.get()].map(failure),
    );

    expect(errors.every((error) => message.test(error.message))).toBe(true);
  });

  test.each<{ name: string; error: unknown }>([
    { name: "null", error: null },
    { name: "text", error: "no" },
    { name: "members of other types", error: { code: 7, message: {} } },
  ])("a failed task whose error is $name", async ({ error }) => {
    const client = clientOf({ id: ID, status: "failed", error });

    const failed = await failure(client.tasks.wait(ID, { interval: 5 }));

    expect(failed).toMatchObject({ name: "TaskFailedError", retryable: "unclear", taskId: ID });
  });

  test("credits with a member of another type resolve", async () => {
    const client = clientOf({ data: { token: { remaining_credits: "12" }, user: null } });

    await expect(client.credits.get()).resolves.toMatchObject({ data: { token: { remaining_credits: "12" } } });
  });
});

test("of many violations the first 20 are reported, and the number of the others", async () => {
  const drifts: Drift[] = [];
  const body = { ...completed, results: Array<number>(500_000).fill(1) };

  await clientOf(body)
    .tasks.get(ID, {})
    .catch(() => undefined);
  await clientOf(body, { onDrift: (drift) => drifts.push(drift) }).tasks.get(ID);
  await clientOf(
    {
      ...completed,
      ...Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`new${index}`, 1])),
      results: Array<number>(99).fill(1),
    },
    { onDrift: (drift) => drifts.push(drift) },
  ).tasks.get(ID);

  expect(drifts.length).toBeLessThanOrEqual(42);
  expect(drifts.at(-1)).toMatchObject({ keyword: "more", message: expect.stringMatching(/^and \d+ more$/) as unknown });
});
