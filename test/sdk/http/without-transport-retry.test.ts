// Protects money on Deno, which retries a POST by itself when a reused connection was closed.
import { afterEach, expect, test, vi } from "vitest";
import { EvoLink, type VideoGenerationRequest } from "../../../src/sdk/index.ts";

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

test("Deno: a POST is sent by a client without keep-alive, a GET by the default one", async () => {
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

test("other runtimes: fetch gets no client", async () => {
  const sent = stubFetch();

  await new EvoLink({ apiKey: "test-key" }).videos.generate(BODY);

  expect(sent[0]).not.toHaveProperty("client");
});
