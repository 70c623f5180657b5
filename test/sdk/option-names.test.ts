// Protects against misspelt options: an unknown name is rejected before anything is sent, and never ignored.
import { describe, expect, test } from "vitest";
import { EvoLink, EvoLinkError, type Fetch, type VideoGenerationRequest } from "../../src/sdk/index.ts";
import { TASK } from "./faulty-server.ts";

const body: VideoGenerationRequest = {
  model: "kling-o3-reference-to-video",
  prompt: "A fox",
  video_url: "https://example.com/a.mp4",
};

type Call = (client: EvoLink, options: object) => Promise<unknown>;

const calls: Readonly<Record<string, Call>> = {
  generate: (client, options) => client.videos.generate(body, options),
  generateAndWait: (client, options) => client.videos.generateAndWait(body, options),
  "tasks.get": (client, options) => client.tasks.get(TASK.id, options),
  "tasks.wait": (client, options) => client.tasks.wait(TASK.id, options),
  "credits.get": (client, options) => client.credits.get(options),
};

function counting(): { readonly client: EvoLink; readonly sent: string[] } {
  const sent: string[] = [];
  const fetch: Fetch = (url) => {
    sent.push(url);
    return Promise.resolve(Response.json(url.endsWith("/credits") ? { data: {} } : { ...TASK, status: "completed" }));
  };
  return { client: new EvoLink({ apiKey: "test-key", fetch }), sent };
}

test.each([
  [{ baseURL: "http://127.0.0.1:4020" }, 'Unknown option "baseURL". Did you mean "baseUrl"?'],
  [{ apikey: "other" }, 'Unknown option "apikey". Did you mean "apiKey"?'],
  [{ base_url: "http://127.0.0.1:4020" }, 'Unknown option "base_url". Did you mean "baseUrl"?'],
])("an unknown option of a client is rejected: %j", (options, message) => {
  const make = (): EvoLink => new EvoLink({ apiKey: "test-key", ...options });

  expect(make).toThrow(EvoLinkError);
  expect(make).toThrow(message);
});

describe.each(Object.entries(calls))("an unknown option of %s is rejected", (_name, call) => {
  test.each([
    [{ timout: 5 }, 'Unknown option "timout". '],
    [{ SIGNAL: undefined }, 'Unknown option "SIGNAL". The options are signal, '],
    [{ constructor: 1 }, 'Unknown option "constructor". The options are signal, '],
  ])("%j sends nothing", async (options, message) => {
    const { client, sent } = counting();

    const error: unknown = await call(client, options).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(EvoLinkError);
    expect((error as Error).message).toContain(message);
    expect(sent).toEqual([]);
  });

  test("but a known option may be undefined", async () => {
    const { client, sent } = counting();

    await call(client, { signal: undefined });

    expect(sent.length).toBeGreaterThan(0);
  });
});

test.each([
  ["tasks.wait", { maxwait: 1 }, 'Unknown option "maxwait". Did you mean "maxWait"?'],
  ["tasks.wait", { timeout: 5 }, 'Unknown option "timeout". The options are signal, maxWait, '],
  ["generate", { onCreated: () => undefined }, 'Unknown option "onCreated". The options are '],
  ["generateAndWait", { oncreated: () => undefined }, 'Unknown option "oncreated". Did you mean "onCreated"?'],
  ["tasks.get", { idempotencyKey: "order-2026-11-22-0001" }, 'Unknown option "idempotencyKey". The options are '],
] as const)("%s rejects an option of another call: %o", async (name, options, message) => {
  const { client, sent } = counting();

  await expect(calls[name]?.(client, options)).rejects.toThrow(message);

  expect(sent).toEqual([]);
});

test("generateAndWait accepts the options of the create request and of the wait", async () => {
  const { client, sent } = counting();
  const created: string[] = [];

  await client.videos.generateAndWait(body, {
    timeout: 1000,
    deadline: 2000,
    validate: true,
    headers: { "x-team": "video" },
    extraBody: { seed: 7 },
    idempotencyKey: "order-2026-11-22-0001",
    maxWait: 1000,
    interval: 5,
    onDrift: () => undefined,
    onCreated: ({ status }) => void created.push(status),
  });

  expect(created).toEqual(["completed"]);
  expect(sent).toHaveLength(1);
});
