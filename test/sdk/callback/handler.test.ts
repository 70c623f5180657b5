// Protects the callback handler: only a task that the API confirms reaches onTask, and only once.
import { describe, expect, it } from "vitest";
import type { Task } from "../../../generated/types.ts";
import { callbackUrl } from "../../../src/sdk/callback/index.ts";
import { EvoLinkError } from "../../../src/sdk/index.ts";
import { BASE, bench, delivery, examples, SECRET } from "./fixtures.ts";

const { completed, failed, cancelled, processing } = examples;
const reasonOf = async (response: Response): Promise<unknown> =>
  ((await response.json()) as { reason: unknown }).reason;
const refusing = (status?: number) => () => Promise.reject(Object.assign(new Error("refused"), { status }));

describe("a valid delivery", () => {
  it.each([completed, failed, cancelled])(
    "is handed to onTask with its reference, and gets a 200 ($status)",
    async (task) => {
      const { handler, handed, polls, errors } = bench(task);

      const response = await handler(await delivery(task, { reference: "order-9" }));

      expect(response.status).toBe(200);
      expect(handed).toEqual([[task, "order-9"]]);
      expect(polls).toEqual([task.id]);
      expect(errors).toEqual([]);
    },
  );

  it("hands on the task that the API returns, not the one in the body", async () => {
    const { handler, handed } = bench(completed);

    await handler(await delivery({ ...failed, results: ["https://evil.example/x"] }));

    expect(handed).toEqual([[completed, "order-1"]]);
  });

  it("may have fields and a status that the contract does not define", async () => {
    const { handler, handed } = bench(completed);

    const response = await handler(await delivery({ ...completed, status: "archived", progress: "all", newField: 1 }));

    expect([response.status, handed.length]).toEqual([200, 1]);
  });

  it("may have a JSON content type with parameters, in upper or lower case", async () => {
    const { handler } = bench(completed);

    expect((await handler(await delivery(completed, { type: "Application/JSON; charset=utf-8" }))).status).toBe(200);
  });

  it("may be signed with any of several secrets", async () => {
    const { handler, handed } = bench(completed, { secret: ["new-secret-0123456789", SECRET] });

    expect((await handler(await delivery(completed))).status).toBe(200);
    expect(
      (await handler(await delivery(completed, { secret: "new-secret-0123456789", reference: "order-2" }))).status,
    ).toBe(200);
    expect(handed.map(([, reference]) => reference)).toEqual(["order-1", "order-2"]);
  });
});

describe("a delivery that is rejected without reading the task", () => {
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
      "a Content-Length above the limit",
      413,
      "too_large",
      () => request({ headers: { "content-type": "application/json", "content-length": "65537" } }),
    ],
    ["a body above the limit", 413, "too_large", () => request({ body: " ".repeat(65_537) })],
    ["text", 415, "content_type", () => delivery(good, { type: "text/plain" })],
    [
      "a content type that only begins like JSON",
      415,
      "content_type",
      () => delivery(good, { type: "application/jsonp" }),
    ],
    ["no content type", 415, "content_type", () => request({ headers: {} })],
    ["no token", 404, "token", () => delivery(good, { url: BASE })],
    [
      "a token signed with another secret",
      404,
      "token",
      () => delivery(good, { secret: "not-the-secret-of-the-handler" }),
    ],
    ["malformed JSON", 400, "body", () => delivery("{")],
    ["an empty body", 400, "body", () => request({ body: null })],
    ["JSON that is not an object", 400, "body", () => delivery("[]")],
    ["null", 400, "body", () => delivery("null")],
    ["no id", 400, "body", () => delivery({ status: "completed" })],
    ["an id that is not a string", 400, "body", () => delivery({ ...completed, id: 7 })],
    ["an id that is not a task id", 400, "body", () => delivery({ ...completed, id: "../credits" })],
    ["no status", 400, "body", () => delivery({ id: completed.id })],
    ["a status that is not a string", 400, "body", () => delivery({ ...completed, status: 3 })],
  ] as const)("%s: %i", async (_name, status, reason, make) => {
    const { handler, polls, handed, errors } = bench(completed);

    const response = await handler(await make());

    expect(response.status).toBe(status);
    expect(response.headers.get("allow")).toBe(status === 405 ? "POST" : null);
    expect(await reasonOf(response)).toBe(reason);
    expect(errors).toMatchObject([{ name: "CallbackError", reason, status }]);
    expect([polls, handed]).toEqual([[], []]);
  });

  it("because of an endless body is read only up to the limit", async () => {
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

  it("because of its size has more than maxBytes bytes: exactly maxBytes are accepted", async () => {
    const { handler } = bench(completed, { maxBytes: good.length });

    expect((await handler(await request({}))).status).toBe(200);
  });

  it("because of its token is rejected before its body is read", async () => {
    const { handler } = bench(completed);
    const refused = await delivery(completed, { url: BASE });

    await handler(refused);

    expect(refused.bodyUsed).toBe(false);
  });

  it("because its body is cut off gets a 400", async () => {
    const { handler } = bench(completed);
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });

    const response = await handler(await request({ body: broken, duplex: "half" }));

    expect([response.status, await reasonOf(response)]).toEqual([400, "body"]);
  });
});

describe("a delivery that the API does not confirm", () => {
  it.each([
    ["returns 404 for the task", 422, "unknown_task", refusing(404)],
    ["does not let this key read it", 422, "unknown_task", refusing(403)],
    ["finds the id invalid", 422, "unknown_task", refusing(400)],
    ["rejects the key", 503, "unconfirmed", refusing(401)],
    ["fails", 503, "unconfirmed", refusing(500)],
    ["cannot be reached", 503, "unconfirmed", refusing()],
    ["returns another task", 503, "unconfirmed", () => ({ ...completed, id: "task-unified-other" })],
    ["reports it as still processing", 503, "not_finished", () => processing],
    [
      "reports a status that the contract does not define",
      503,
      "not_finished",
      () => ({ ...completed, status: "archived" }) as unknown as Task,
    ],
  ] as const)("because it %s: %i", async (_name, status, reason, readTask) => {
    const { handler, handed, errors } = bench(readTask);

    const response = await handler(await delivery(completed));

    expect([response.status, await reasonOf(response)]).toEqual([status, reason]);
    expect(errors).toMatchObject([{ reason, status, taskId: completed.id, reference: "order-1" }]);
    expect(handed).toEqual([]);
  });

  it("is accepted when retried after the API reports the task as finished", async () => {
    const tasks = [processing, completed];
    const { handler, handed } = bench(() => tasks.shift() ?? completed);

    const statuses = [
      (await handler(await delivery(completed))).status,
      (await handler(await delivery(completed))).status,
    ];

    expect(statuses).toEqual([503, 200]);
    expect(handed).toEqual([[completed, "order-1"]]);
  });

  it("does not call onTask again when an earlier body is replayed", async () => {
    const { handler, handed } = bench(completed);
    await handler(await delivery(completed));

    for (const old of [processing, { ...processing, status: "pending" }, failed]) await handler(await delivery(old));

    expect(handed).toEqual([[completed, "order-1"]]);
  });
});

describe("members of a body with a wrong type", () => {
  it.each([
    {
      name: "null in error, usage and results",
      body: { ...completed, error: null, usage: null, results: null },
      status: 200,
    },
    { name: "a task_info of another type", body: { ...completed, task_info: 5, created: "yesterday" }, status: 200 },
    { name: "null in id", body: { ...completed, id: null }, status: 400 },
    { name: "null in status", body: { ...completed, status: null }, status: 400 },
  ])("get a $status: $name", async ({ body, status }) => {
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
  ])(
    "are called safely: when onError $name, the response is sent and no rejection is unhandled",
    async ({ onError }) => {
      const { handler } = bench(completed, { onError });
      const unhandled: unknown[] = [];
      const listener = (reason: unknown): void => void unhandled.push(reason);
      process.on("unhandledRejection", listener);

      const response = await handler(await delivery("{"));
      await new Promise((resolve) => setTimeout(resolve, 20));
      process.off("unhandledRejection", listener);

      expect([response.status, unhandled]).toEqual([400, []]);
    },
  );

  it.each([
    { name: "a short secret", options: { secret: "short" }, message: /16 characters/ },
    { name: "a secret that is not a string", options: { secret: 1234567890123456 }, message: /16 characters/ },
    { name: "an empty list of secrets", options: { secret: [] }, message: /16 characters/ },
    { name: "a misspelt option", options: { answerwithin: 5 }, message: /"answerwithin".*Did you mean "answerWithin"/ },
    {
      name: "an unknown option",
      options: { retries: 5 },
      message: /Unknown option "retries"\. The options are client, /,
    },
    {
      name: "a time that is a string",
      options: { answerWithin: "8000" },
      message: /answerWithin must be a number above 0/,
    },
    { name: "a time that is NaN", options: { answerWithin: NaN }, message: /answerWithin must be a number/ },
    { name: "a negative limit", options: { maxBytes: -1 }, message: /maxBytes must be a number above 0/ },
    { name: "no client", options: { client: undefined }, message: /client is required/ },
    { name: "a client without tasks.get()", options: { client: {} }, message: /client must be a client/ },
    { name: "no onTask", options: { onTask: undefined }, message: /onTask is required/ },
    { name: "an onTask that is not a function", options: { onTask: "log" }, message: /onTask must be a function/ },
  ])("are rejected when the handler is created: $name", ({ options, message }) => {
    const create = (): unknown => bench(completed, options as object);

    expect(create).toThrow(EvoLinkError);
    expect(create).toThrow(message);
  });

  it("accept a time that is longer than a timer can hold", async () => {
    const { handler } = bench(completed, { answerWithin: Infinity });

    expect((await handler(await delivery(completed))).status).toBe(200);
  });
});
