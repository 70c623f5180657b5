// Protects callbacks: they are sent after billing, retried as the contract says, equal to the next read, and never sent
// to a host that is not allowed.
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { taskFinishedDelivery } from "../../generated/constants.ts";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/index.ts";
import { violationsOf } from "../contract/schema-validators.ts";
import { create, headers, read } from "./caller.ts";
import { closeAfterEach } from "./close-after-each.ts";
import { startReceiver, type Receiver } from "./receiver.ts";

const open = closeAfterEach();

async function start(
  respond?: (response: ServerResponse, number: number) => void,
  options: SandboxOptions = {},
): Promise<[Sandbox, Receiver]> {
  const receiver = await startReceiver(respond);
  const sandbox = await startSandbox({ speed: 0, seed: 1, ...options });
  open.push(receiver, sandbox);
  return [sandbox, receiver];
}

const HALF = 150_000;
const LIFE = 300_000;
const status = (code: number) => (response: ServerResponse) => response.writeHead(code).end();

/** Returns when each attempt began, in seconds after the task finished. */
function attemptTimes(sandbox: Sandbox): number[] {
  const [view] = sandbox.tasks;
  return (view?.callbacks ?? []).map(({ at }) => (at - (view?.created ?? 0) - LIFE) / 1000);
}

describe("a callback", () => {
  it.each([
    ["completed", LIFE],
    ["content_policy_violation", HALF],
    ["cancelled", HALF],
  ])("is sent when the task has ended (%s), and equals the next read", async (scenario, end) => {
    const [sandbox, receiver] = await start();
    const { body: task } = await create(
      sandbox,
      { callback_url: `${receiver.url}/hook?token=1` },
      { Prefer: `scenario=${scenario}` },
    );

    await sandbox.advance(end - 1);
    const before = receiver.received.length;
    await sandbox.advance(1);

    const next = await sandbox.fetch(`/v1/tasks/${task.id}`, { headers });
    expect([before, receiver.received.length]).toEqual([0, 1]);
    expect(receiver.received[0]).toMatchObject({
      path: "/hook?token=1",
      headers: { "content-type": "application/json" },
      body: await next.text(),
    });
    expect(violationsOf("Task", JSON.parse(receiver.received[0]?.body ?? ""))).toEqual([]);
  });

  it("is sent after billing", async () => {
    let used = -1;
    const [sandbox, receiver] = await start((response) => {
      used = sandbox.charges.filter(({ state }) => state === "charged").length;
      response.end();
    });
    await create(sandbox, { callback_url: receiver.url });

    await sandbox.advance(LIFE);

    expect(used).toBe(1);
  });

  it("is not sent for a rejected create request", async () => {
    const [sandbox, receiver] = await start();

    const refused = await create(sandbox, { callback_url: receiver.url, duration: 99 });
    await sandbox.advance(LIFE);

    expect([refused.status, receiver.received.length]).toEqual([400, 0]);
  });

  it.each([500, 404, 302])("is retried after %i with the delays of the contract, then abandoned", async (code) => {
    const [sandbox, receiver] = await start((response) => response.writeHead(code, { Location: "/elsewhere" }).end());
    await create(sandbox, { callback_url: `${receiver.url}/hook` });

    await sandbox.advance(LIFE + 60_000);

    const [first, second, third] = taskFinishedDelivery.retry_delays_seconds;
    expect(attemptTimes(sandbox)).toEqual([0, first, first + second, first + second + third]);
    expect(receiver.received.map(({ path }) => path)).toEqual(Array(4).fill("/hook"));
    expect(sandbox.tasks[0]?.callbacks.map(({ outcome, status: got }) => [outcome, got])).toEqual(
      Array(4).fill(["failed", code]),
    );
  });

  it("is not retried after a 2xx", async () => {
    const [sandbox, receiver] = await start((response, number) => status(number === 1 ? 503 : 204)(response));
    await create(sandbox, { callback_url: receiver.url });

    await sandbox.advance(LIFE + 60_000);

    expect(attemptTimes(sandbox)).toEqual([0, 1]);
    expect(sandbox.tasks[0]?.callbacks.at(-1)).toMatchObject({ outcome: "delivered", number: 2, status: 204 });
  });

  it("is aborted when the receiver does not respond in time", async () => {
    const [sandbox, receiver] = await start((response, number) => (number === 1 ? undefined : response.end()), {
      callbackTimeout: 250,
    });
    await create(sandbox, { callback_url: receiver.url });

    await sandbox.advance(LIFE + 60_000);

    expect(sandbox.tasks[0]?.callbacks.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ["failed", "timed out after 250 ms"],
      ["delivered", "the receiver responded with 200"],
    ]);
  });

  it("is retried when the connection is refused or lost", async () => {
    const [sandbox, receiver] = await start((response) => response.destroy());
    await create(sandbox, { callback_url: receiver.url });
    await create(sandbox, { callback_url: "http://localhost:1/hook" });

    await sandbox.advance(LIFE + 60_000);

    expect(sandbox.tasks.map(({ callbacks }) => callbacks.map(({ outcome }) => outcome))).toEqual([
      Array(4).fill("failed"),
      Array(4).fill("failed"),
    ]);
  });
});

describe("http callback URLs, the only relaxation of the contract", () => {
  it.each(["http://127.0.0.1:1/x", "http://localhost:1/x", "http://[::1]:1/x", "http://127.9.9.9:1/x"])(
    "are accepted on loopback: %s",
    async (callback_url) => {
      const [sandbox] = await start();

      const response = await create(sandbox, { callback_url });

      expect(response.status).toBe(200);
    },
  );

  it.each([
    "http://10.0.0.1/x",
    "http://127.0.0.1.example/x",
    "http://localhost.example/x",
    "ftp://127.0.0.1/x",
    "http://0.0.0.0/x",
    "https://localhost/x",
  ])("are rejected on other hosts: %s", async (callback_url) => {
    const [sandbox] = await start();

    const response = await create(sandbox, { callback_url });

    expect(response.status).toBe(400);
  });
});

describe("a callback host that is not loopback", () => {
  it("is not called, and the reason is recorded", async () => {
    const [sandbox] = await start();
    await create(sandbox, { callback_url: "https://receiver.invalid/x" });

    await sandbox.advance(LIFE + 60_000);

    expect(sandbox.tasks[0]?.callbacks).toMatchObject([
      { outcome: "not sent", detail: "receiver.invalid is neither loopback nor an allowed callback host" },
    ]);
  });

  it("is called when it is allowed", async () => {
    const [sandbox] = await start(undefined, { allowCallbackHosts: ["receiver.invalid"] });
    await create(sandbox, { callback_url: "https://receiver.invalid/x" });

    await sandbox.advance(LIFE);

    expect(sandbox.tasks[0]?.callbacks).toMatchObject([
      { outcome: "failed", detail: expect.stringContaining("receiver.invalid") as string },
    ]);
  });
});

describe("a callback with a requested fault", () => {
  const paths = (receiver: Receiver) => receiver.received.map(({ path }) => path);

  it("is lost", async () => {
    const [sandbox, receiver] = await start();
    await create(sandbox, { callback_url: receiver.url }, { Prefer: "fault=callback_lost" });

    await sandbox.advance(LIFE * 10);

    expect(receiver.received).toEqual([]);
    expect(sandbox.tasks[0]?.callbacks).toMatchObject([{ outcome: "not sent", detail: "lost, as was asked for" }]);
  });

  it("is sent twice", async () => {
    const [sandbox, receiver] = await start();
    await create(sandbox, { callback_url: receiver.url }, { Prefer: "fault=callback_doubled" });

    await sandbox.advance(LIFE);

    expect(receiver.received.map(({ body }) => body)).toEqual(Array(2).fill(receiver.received[0]?.body));
  });

  it("is delayed by a minute", async () => {
    const [sandbox, receiver] = await start();
    const { body: task } = await create(sandbox, { callback_url: receiver.url }, { Prefer: "fault=callback_delayed" });

    await sandbox.advance(LIFE + 59_999);
    const early = [receiver.received.length, (await read(sandbox, `/v1/tasks/${task.id}`)).body.status];
    await sandbox.advance(1);

    expect(early).toEqual([0, "completed"]);
    expect(receiver.received).toHaveLength(1);
  });

  it("is sent after that of a later task", async () => {
    const [sandbox, receiver] = await start();
    await create(sandbox, { callback_url: `${receiver.url}/first` }, { Prefer: "fault=callback_reordered" });
    await sandbox.advance(1000);
    await create(sandbox, { callback_url: `${receiver.url}/second` });

    await sandbox.advance(LIFE + 120_000);

    expect(paths(receiver)).toEqual(["/second", "/first"]);
  });

  it("is sent after a minute when no other task ends", async () => {
    const [sandbox, receiver] = await start();
    await create(sandbox, { callback_url: receiver.url }, { Prefer: "fault=callback_reordered" });

    await sandbox.advance(LIFE + 59_999);
    const early = receiver.received.length;
    await sandbox.advance(1);

    expect([early, receiver.received.length]).toEqual([0, 1]);
  });
});
