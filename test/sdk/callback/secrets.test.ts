// Protects callback secrets and tokens: no error, response, inspection or log line shows them.
import { inspect } from "node:util";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { callbackUrl, createCallbackHandler, type CallbackError } from "../../../src/sdk/callback/index.ts";
import { BASE, bench, delivery, examples, SECRET } from "./fixtures.ts";

const METHODS = ["log", "info", "warn", "error", "debug"] as const;
let lines: unknown[][];

beforeEach(() => {
  lines = [];
  for (const method of METHODS) vi.spyOn(console, method).mockImplementation((...line) => void lines.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
});

const everything = (value: unknown): string => inspect(value, { depth: Infinity, showHidden: true, getters: true });

it("shows neither secret nor token in any refusal", async () => {
  const url = await callbackUrl(BASE, SECRET, "order-1");
  const token = new URL(url).searchParams.get("token") ?? "";
  const errors: CallbackError[] = [];
  const onError = (error: CallbackError): void => void errors.push(error);
  const responses: string[] = [];
  const reject = (status?: number) => () => Promise.reject(Object.assign(new Error("refused"), { status }));
  const slow = { answerWithin: 10, onTask: () => new Promise(() => undefined) };

  const cases: [Parameters<typeof bench>[0], Parameters<typeof bench>[1], Request][] = [
    [examples.completed, {}, new Request(url)],
    [examples.completed, {}, await delivery("x".repeat(70_000), { url })],
    [examples.completed, {}, await delivery("x", { url, type: "text/plain" })],
    [examples.completed, {}, await delivery("{}", { url: url.replace("order-1", "order-2") })],
    [examples.completed, {}, await delivery("{", { url })],
    [reject(404), {}, await delivery(examples.completed, { url })],
    [reject(500), {}, await delivery(examples.completed, { url })],
    [examples.processing, {}, await delivery(examples.completed, { url })],
    [examples.completed, { onTask: reject() }, await delivery(examples.completed, { url })],
    [examples.completed, slow, await delivery(examples.completed, { url })],
    [
      examples.completed,
      { dedupStore: { begin: () => "busy", end: () => undefined } },
      await delivery(examples.completed, { url }),
    ],
    [
      examples.completed,
      { dedupStore: { begin: reject(), end: () => undefined } },
      await delivery(examples.completed, { url }),
    ],
  ];
  for (const [task, options, request] of cases) {
    const response = await bench(task, { ...options, onError }).handler(request);
    responses.push(await response.text(), everything([...response.headers]));
  }

  expect(new Set(errors.map(({ reason }) => reason)).size).toBe(12);
  const shown = [
    ...errors.map(everything),
    ...errors.map((error) => JSON.stringify(error) + String(error.stack)),
    ...responses,
    ...lines.flat().map(everything),
  ].join("\n");
  expect(shown).not.toContain(SECRET);
  expect(shown).not.toContain(token);
});

it("does not show the secret when the handler is printed or serialized", () => {
  const handler = createCallbackHandler({
    client: { tasks: { get: () => Promise.resolve(examples.completed) } },
    secret: SECRET,
    onTask: () => undefined,
  });

  expect(everything(handler) + JSON.stringify({ ...handler }) + String(handler)).not.toContain(SECRET);
});
