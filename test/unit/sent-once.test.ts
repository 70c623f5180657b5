// Protects money where the runtime itself retries a request: Deno sends POSTs over connections that it cannot reuse.
import { afterEach, expect, test, vi } from "vitest";
import { EvoLink, type VideoGenerationRequest } from "../../src/sdk/index.ts";

const TASK = { id: "task-unified-1757169743-7cvnl5zw", status: "completed" };
const BODY: VideoGenerationRequest = {
  model: "kling-o3-reference-to-video",
  prompt: "A pan",
  video_url: "https://media.example.com/a.mp4",
};

afterEach(() => {
  vi.unstubAllGlobals();
});

function stubFetch(): Record<string, unknown>[] {
  const sent: Record<string, unknown>[] = [];
  vi.stubGlobal("fetch", (_url: string, init: Record<string, unknown>) => {
    sent.push(init);
    return Promise.resolve(Response.json(TASK));
  });
  return sent;
}

test("Deno: a POST goes over a client that keeps no connection, a GET over the usual one", async () => {
  const createHttpClient = vi.fn((options: unknown) => ({ options }));
  vi.stubGlobal("Deno", { createHttpClient });
  const sent = stubFetch();
  const client = new EvoLink({ apiKey: "test-key" });

  await client.videos.generate(BODY);
  await client.videos.generate(BODY);
  await client.tasks.get(TASK.id);

  expect(createHttpClient).toHaveBeenCalledExactlyOnceWith({ poolMaxIdlePerHost: 0 });
  expect(sent.map(({ client: used }) => used)).toEqual([
    { options: { poolMaxIdlePerHost: 0 } },
    { options: { poolMaxIdlePerHost: 0 } },
    undefined,
  ]);
});

test("elsewhere nothing is added", async () => {
  const sent = stubFetch();

  await new EvoLink({ apiKey: "test-key" }).videos.generate(BODY);

  expect(sent[0]).not.toHaveProperty("client");
});
