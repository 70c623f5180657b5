// Protects users of MSW in Node.js: a stateful mock without a server, whose clock a test advances.
import { setupServer } from "msw/node";
import { afterEach, expect, it } from "vitest";
import { handlers, type HandlersOptions, type SandboxHandlers } from "../../src/sandbox/msw.ts";
import { EvoLink, OutcomeUnknownError } from "../../src/sdk/index.ts";
import { body } from "./caller.ts";

let server: ReturnType<typeof setupServer> | undefined;
let mocks: SandboxHandlers | undefined;
afterEach(async () => {
  server?.close();
  await mocks?.sandbox.close();
});

function listen(options: HandlersOptions = {}): SandboxHandlers {
  mocks = handlers({ speed: 0, seed: 1, ...options });
  server = setupServer(...mocks);
  server.listen({ onUnhandledRequest: (_request, print) => print.error() });
  return mocks;
}

it("a task follows the virtual clock, and its result link can be fetched", async () => {
  const { sandbox } = listen();
  const evolink = new EvoLink({ apiKey: "any" });

  const task = await evolink.videos.generate(body);
  await sandbox.advance(150_000);
  const halfway = await evolink.tasks.get(task.id);
  await sandbox.advance(150_000);
  const { status, results: [link = ""] = [] } = await evolink.tasks.get(task.id);
  const video = await fetch(link, { headers: { Range: "bytes=0-9" } });

  expect([halfway.status, halfway.progress, status]).toEqual(["processing", 50, "completed"]);
  expect(link).toMatch(/^https:\/\/api\.evolink\.ai\/results\//);
  expect([video.status, (await video.arrayBuffer()).byteLength]).toEqual([206, 10]);
});

it("a reset connection is a network error, and the task exists", async () => {
  const { sandbox } = listen();
  const evolink = new EvoLink({ apiKey: "any" });

  const creating = evolink.videos.generate(body, { headers: { Prefer: "fault=reset_after" } });

  await expect(creating).rejects.toThrow(OutcomeUnknownError);
  expect(sandbox.tasks).toHaveLength(1);
});

it.each(["https://gateway.example", "https://gateway.example/evolink/", "http://localhost:4010/base"])(
  "serves only the base URL %s",
  async (baseUrl) => {
    const { sandbox } = listen({ baseUrl });
    const evolink = new EvoLink({ apiKey: "any", baseUrl });

    const task = await evolink.videos.generate(body);
    await sandbox.advance(300_000);
    const { results: [link = ""] = [] } = await evolink.tasks.get(task.id);

    expect((await fetch(link)).status).toBe(200);
    await expect(fetch("https://api.evolink.ai/v1/credits")).rejects.toThrow();
  },
);
