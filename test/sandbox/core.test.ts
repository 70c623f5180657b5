// Protects the sandbox in runtimes without Node.js: its core responds like the server.
import { afterEach, expect, it, vi } from "vitest";
import { createSandbox, type WebSandbox } from "../../src/sandbox/index.ts";
import { EvoLink } from "../../src/sdk/index.ts";
import { body, headers } from "./caller.ts";

let sandbox: WebSandbox | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await sandbox?.close();
});

it("can be the fetch of a client, with a clock that a test advances", async () => {
  sandbox = createSandbox({ speed: 0, seed: 1 });
  const evolink = new EvoLink({ apiKey: "any", fetch: sandbox.fetch });

  const task = await evolink.videos.generate(body);
  await sandbox.advance(300_000);
  const { results: [link = ""] = [] } = await evolink.tasks.get(task.id);
  const video = await sandbox.fetch(link);

  expect([video.status, video.headers.get("content-type")]).toEqual([200, "video/mp4"]);
  expect(new TextDecoder().decode(new Uint8Array(await video.arrayBuffer()).subarray(4, 8))).toBe("ftyp");
});

it("responds to a Request, and serves the page", async () => {
  sandbox = createSandbox({ speed: 0 });

  const [page, credits] = [
    await sandbox.fetch(new Request("https://worker.example/")),
    await sandbox.fetch(new Request("https://worker.example/v1/credits", { headers })),
  ];

  expect(await page.text()).toContain("<title>EvoLink sandbox</title>");
  expect(credits.status).toBe(200);
});

it("adds credits and resets", async () => {
  sandbox = createSandbox({ speed: 0, credits: 50 });
  const own = sandbox;
  const post = (path: string, sent: object) =>
    own.fetch(path, {
      method: "POST",
      headers: { ...headers, "Idempotency-Key": crypto.randomUUID() },
      body: JSON.stringify(sent),
    });
  const statuses = [
    (await post("/v1/videos/generations", body)).status,
    (await post("/v1/videos/generations", body)).status,
  ];

  await post("/sandbox/credits", { credits: 40.5 });
  const afterTopUp = (await post("/v1/videos/generations", body)).status;
  await post("/sandbox/reset", {});

  expect([...statuses, afterTopUp]).toEqual([200, 402, 200]);
  expect([sandbox.tasks, sandbox.charges]).toEqual([[], []]);
  await sandbox.advance(300_000);
  const balance = (await (await sandbox.fetch("/v1/credits", { headers })).json()) as { data: { user: object } };
  expect(balance.data.user).toEqual({ remaining_credits: 50, used_credits: 0 });
});

it("reports every request, also one whose connection is reset", async () => {
  const records: (string | number | undefined)[][] = [];
  sandbox = createSandbox({
    speed: 0,
    onRequest: ({ method, path, status, taskId }) => records.push([method, path, status, taskId]),
  });
  const own = sandbox;
  const post = (prefer: string) =>
    own.fetch("/v1/videos/generations", {
      method: "POST",
      headers: { ...headers, Prefer: prefer },
      body: JSON.stringify(body),
    });

  const { id } = (await (await post("")).json()) as { id: string };
  await post("fault=reset_before").catch(() => undefined);
  await sandbox.fetch("/nothing");

  expect(records).toEqual([
    ["POST", "/v1/videos/generations", 200, id],
    ["POST", "/v1/videos/generations", undefined, undefined],
    ["GET", "/nothing", 404, undefined],
  ]);
});
