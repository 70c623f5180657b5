// Protects the receiver of callbacks: only a task that the API confirms reaches onTask, and once.
import { describe, expect, it } from "vitest";
import type { Task } from "../../generated/types.ts";
import { callbackUrl } from "../../src/sdk/callback/index.ts";
import { EvoLinkError } from "../../src/sdk/errors/errors.ts";
import { BASE, bench, delivery, examples, SECRET } from "./callback-fixtures.ts";

const { completed, failed, cancelled, processing } = examples;
const reasonOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { reason: unknown }).reason;
const refusing = (status?: number) => () => Promise.reject(Object.assign(new Error("refused"), { status }));

describe("a good delivery", () => {
  it.each([completed, failed, cancelled])(
    "hands the task and the reference to onTask, then answers 200 ($status)",
    async (task) => {
      const { handler, handed, polls, errors } = bench(task);

      const response = await handler(await delivery(task, { reference: "order-9" }));

      expect(response.status).toBe(200);
      expect(handed).toEqual([[task, "order-9"]]);
      expect(polls).toEqual([task.id]);
      expect(errors).toEqual([]);
    },
  );

  it("passes on what the API returns, whatever is in the body", async () => {
    const { handler, handed } = bench(completed);

    await handler(await delivery({ ...failed, results: ["https://evil.example/x"] }));

    expect(handed).toEqual([[completed, "order-1"]]);
  });

  it("takes a body with fields and a status that the contract does not know", async () => {
    const { handler, handed } = bench(completed);

    const response = await handler(await delivery({ ...completed, status: "archived", progress: "all", newField: 1 }));

    expect([response.status, handed.length]).toEqual([200, 1]);
  });

  it("takes a JSON content type with parameters, in any case", async () => {
    const { handler } = bench(completed);

    expect((await handler(await delivery(completed, { type: "Application/JSON; charset=utf-8" }))).status).toBe(200);
  });

  it("takes a delivery under any of several secrets", async () => {
    const { handler, handed } = bench(completed, { secret: ["new-secret-0123456789", SECRET] });

    expect((await handler(await delivery(completed))).status).toBe(200);
    expect(
      (await handler(await delivery(completed, { secret: "new-secret-0123456789", reference: "order-2" }))).status,
    ).toBe(200);
    expect(handed.map(([, reference]) => reference)).toEqual(["order-1", "order-2"]);
  });
});

describe("a delivery that is rejected without asking the API", () => {
  const good = JSON.stringify(completed);
  const request = async (init: RequestInit & { duplex?: "half" }): Promise<Request> =>
    new Request(await callbackUrl(BASE, SECRET, "order-1"), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: good,
      ...init,
    });

  it.each([
    ["GET", 405, "method", () => request({ method: "GET", body: null })],
    ["PUT", 405, "method", () => request({ method: "PUT" })],
    [
      "a body announced as too large",
      413,
      "too_large",
      () => request({ headers: { "content-type": "application/json", "content-length": "65537" } }),
    ],
    ["a body that is too large", 413, "too_large", () => request({ body: " ".repeat(65_537) })],
    ["text", 415, "content_type", () => delivery(good, { type: "text/plain" })],
    ["a type that only begins like JSON", 415, "content_type", () => delivery(good, { type: "application/jsonp" })],
    ["no content type", 415, "content_type", () => request({ headers: {} })],
    ["no token", 404, "token", () => delivery(good, { url: BASE })],
    ["a token by another secret", 404, "token", () => delivery(good, { secret: "not-the-secret-of-the-handler" })],
    ["no JSON", 400, "body", () => delivery("{")],
    ["an empty body", 400, "body", () => request({ body: null })],
    ["JSON that is no object", 400, "body", () => delivery("[]")],
    ["null", 400, "body", () => delivery("null")],
    ["no id", 400, "body", () => delivery({ status: "completed" })],
    ["an id that is no string", 400, "body", () => delivery({ ...completed, id: 7 })],
    ["an id of another form", 400, "body", () => delivery({ ...completed, id: "../credits" })],
    ["no status", 400, "body", () => delivery({ id: completed.id })],
    ["a status that is no string", 400, "body", () => delivery({ ...completed, status: 3 })],
  ] as const)("%s: %i", async (_name, status, reason, make) => {
    const { handler, polls, handed, errors } = bench(completed);

    const response = await handler(await make());

    expect(response.status).toBe(status);
    expect(response.headers.get("allow")).toBe(status === 405 ? "POST" : null);
    expect(await reasonOf(response)).toBe(reason);
    expect(errors).toMatchObject([{ name: "CallbackError", reason, status }]);
    expect([polls, handed]).toEqual([[], []]);
  });

  it("counts the bytes that come, and stops at the limit of an endless body", async () => {
    const { handler } = bench(completed, { maxBytes: 10_000 });
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        sent += 1_000;
        controller.enqueue(new Uint8Array(1_000).fill(32));
      },
    });

    const response = await handler(await request({ body: endless, duplex: "half" }));

    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(14_000);
  });

  it("takes a body of exactly the limit", async () => {
    const { handler } = bench(completed, { maxBytes: good.length });

    expect((await handler(await request({}))).status).toBe(200);
  });

  it("reads nothing of the body before the token is verified", async () => {
    const { handler } = bench(completed);
    const refused = await delivery(completed, { url: BASE });

    await handler(refused);

    expect(refused.bodyUsed).toBe(false);
  });

  it("rejects a body that is cut off", async () => {
    const { handler } = bench(completed);
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });

    const response = await handler(await request({ body: broken, duplex: "half" }));

    expect([response.status, await reasonOf(response)]).toEqual([400, "body"]);
  });
});

describe("a delivery that the API does not confirm", () => {
  it.each([
    ["does not know the task", 422, "unknown_task", refusing(404)],
    ["keeps it from this key", 422, "unknown_task", refusing(403)],
    ["finds the id invalid", 422, "unknown_task", refusing(400)],
    ["does not know the key", 503, "unconfirmed", refusing(401)],
    ["fails", 503, "unconfirmed", refusing(500)],
    ["cannot be reached", 503, "unconfirmed", refusing()],
    ["answers another task", 503, "unconfirmed", () => ({ ...completed, id: "task-unified-other" })],
    ["says that it is under way", 503, "not_finished", () => processing],
    [
      "has a status that nobody knows",
      503,
      "not_finished",
      () => ({ ...completed, status: "archived" }) as unknown as Task,
    ],
  ] as const)("it %s: %i", async (_name, status, reason, answer) => {
    const { handler, handed, errors } = bench(answer);

    const response = await handler(await delivery(completed));

    expect([response.status, await reasonOf(response)]).toEqual([status, reason]);
    expect(errors).toMatchObject([{ reason, status, taskId: completed.id, reference: "order-1" }]);
    expect(handed).toEqual([]);
  });

  it("accepts the retry once the API has the callback's state", async () => {
    const answers = [processing, completed];
    const { handler, handed } = bench(() => answers.shift() ?? completed);

    const statuses = [
      (await handler(await delivery(completed))).status,
      (await handler(await delivery(completed))).status,
    ];

    expect(statuses).toEqual([503, 200]);
    expect(handed).toEqual([[completed, "order-1"]]);
  });

  it("never returns to an old state when an old body is replayed", async () => {
    const { handler, handed } = bench(completed);
    await handler(await delivery(completed));

    for (const old of [processing, { ...processing, status: "pending" }, failed]) await handler(await delivery(old));

    expect(handed).toEqual([[completed, "order-1"]]);
  });
});

describe("members of a body that are null", () => {
  it.each([
    {
      name: "an error, a usage and results",
      body: { ...completed, error: null, usage: null, results: null },
      status: 200,
    },
    { name: "a task_info of another type", body: { ...completed, task_info: 5, created: "yesterday" }, status: 200 },
    { name: "the id", body: { ...completed, id: null }, status: 400 },
    { name: "the status", body: { ...completed, status: null }, status: 400 },
  ])("count as missing: $name", async ({ body, status }) => {
    const { handler, errors } = bench(completed);

    const response = await handler(await delivery(body));

    expect(response.status).toBe(status);
    expect(errors.map(({ message }) => message)).toEqual(
      status === 200 ? [] : [expect.stringMatching(/^The body is not a task: (id|status) is required\.$/)],
    );
  });
});

describe("options", () => {
  it.each([
    {
      name: "throws",
      onError: () => {
        throw new Error("the log is full");
      },
    },
    { name: "rejects", onError: () => Promise.reject(new Error("the log is full")) },
  ])("respond even when onError $name, and leave no rejection behind", async ({ onError }) => {
    const { handler } = bench(completed, { onError });
    const unhandled: unknown[] = [];
    const listener = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", listener);

    const response = await handler(await delivery("{"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("unhandledRejection", listener);

    expect([response.status, unhandled]).toEqual([400, []]);
  });

  it.each([
    { name: "a short secret", options: { secret: "short" }, message: /16 characters/ },
    { name: "a secret that is no text", options: { secret: 1234567890123456 }, message: /16 characters/ },
    { name: "an empty list of secrets", options: { secret: [] }, message: /16 characters/ },
    { name: "a misspelt option", options: { answerwithin: 5 }, message: /"answerwithin".*Did you mean "answerWithin"/ },
    {
      name: "an unknown option",
      options: { retries: 5 },
      message: /Unknown option "retries"\. The options are client, /,
    },
    {
      name: "a time that is a text",
      options: { answerWithin: "8000" },
      message: /answerWithin must be a number above 0/,
    },
    { name: "a time that is not a number", options: { answerWithin: NaN }, message: /answerWithin must be a number/ },
    { name: "a negative limit", options: { maxBytes: -1 }, message: /maxBytes must be a number above 0/ },
    { name: "no client", options: { client: undefined }, message: /client is required/ },
    { name: "a client that reads no tasks", options: { client: {} }, message: /client must be a client/ },
    { name: "no onTask", options: { onTask: undefined }, message: /onTask is required/ },
    { name: "an onTask that is no function", options: { onTask: "log" }, message: /onTask must be a function/ },
  ])("are rejected when the handler is created: $name", ({ options, message }) => {
    const create = (): unknown => bench(completed, options as object);

    expect(create).toThrow(EvoLinkError);
    expect(create).toThrow(message);
  });

  it("take a time that no timer can hold for the longest that one can", async () => {
    const { handler } = bench(completed, { answerWithin: Infinity });

    expect((await handler(await delivery(completed))).status).toBe(200);
  });
});
