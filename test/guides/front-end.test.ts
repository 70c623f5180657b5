// Protects the guide for front ends without a browser: its page can be built, and the build has no server code.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../../src/sandbox/index.ts";
import { guideFor } from "./guide.ts";
import { freePort } from "./serve.ts";

test("the build of Vite has React and the page, but not the client or the key", async () => {
  const guide = guideFor("docs/guides/front-end.md");

  const { code, stderr } = await guide.shell("npx vite build --logLevel warn").ended;

  const built = readdirSync(join(guide.folder, "dist"), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const text = built.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8")).join("\n");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(text).toContain("Create the video");
  expect(text).toContain('<div id="root">');
  expect(text).not.toMatch(/EVOLINK|generateAndWait|node:http|canary/);
});

test("the server responds 404 for unknown ids, and a repeated PUT creates no second video", async () => {
  const sandbox = await startSandbox({ speed: 1000 });
  onTestFinished(() => sandbox.close());
  const port = String(await freePort());
  const form = crypto.randomUUID();
  const url = `http://127.0.0.1:${port}/api/videos/${form}`;
  guideFor("docs/guides/front-end.md").shell("exec npx tsx server.ts", { PORT: port, EVOLINK_BASE_URL: sandbox.url });
  await expect.poll(() => fetch(url).then(({ status }) => status, String), { timeout: 10_000 }).toBe(404);
  const put = (body: string) => fetch(url, { method: "PUT", body }).then(({ status }) => status);

  const statuses = [
    await put("not JSON"),
    await put("{}"),
    ...(await Promise.all([1, 2].map(() => put('{ "prompt": "A fox" }')))),
  ];

  expect(statuses).toEqual([404, 404, 200, 200]);
  await expect
    .poll(async (): Promise<unknown> => (await fetch(url)).json(), { timeout: 10_000 })
    .toMatchObject({ state: "done", progress: 100, url: expect.stringContaining("video.mp4") as string });
  expect(sandbox.charges).toHaveLength(1);
});
