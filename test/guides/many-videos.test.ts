// Protects the guide for many videos: its programs limit the unfinished videos, poll rarely, and resume after a crash
// without creating a video twice.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/index.ts";
import { guideFor } from "./guide.ts";
import { freePort, passOn, serve } from "./serve.ts";

const PAGE = "docs/guides/many-videos.md";

async function sandboxFor(options: SandboxOptions): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

const unfinished = ({ tasks }: Sandbox): number => tasks.filter(({ ended }) => !ended).length;
const lines = (text: string, word: string): string[] => text.split("\n").filter((line) => line.startsWith(word));

test("the workers have at most two unfinished videos", async () => {
  const sandbox = await sandboxFor({ speed: 300 });
  let most = 0;
  const front = await serve(async (request) => {
    const response = await passOn(request, sandbox.url);
    most = Math.max(most, unfinished(sandbox));
    return response;
  });
  onTestFinished(front.close);

  const { code, stdout } = await guideFor(PAGE).node(["workers.ts"], { EVOLINK_BASE_URL: front.url }).ended;

  expect(code).toBe(0);
  expect(lines(stdout, "created task-unified-")).toHaveLength(3);
  expect(lines(stdout, "completed task-unified-")).toHaveLength(3);
  expect(most).toBe(2);
});

test("the workers continue after a failed task, and stop without credits", async () => {
  const [failing, poor] = [await sandboxFor({ speed: 300 }), await sandboxFor({ speed: 300, credits: 41 })];
  const front = await serve((request) =>
    passOn(request, failing.url, request.method === "POST" ? { headers: { prefer: "scenario=service_error" } } : {}),
  );
  onTestFinished(front.close);

  const [failed, broke] = await Promise.all(
    [front.url, poor.url].map((url) => guideFor(PAGE).node(["workers.ts"], { EVOLINK_BASE_URL: url }).ended),
  );

  expect(lines(failed?.stdout ?? "", "failed task-unified-")).toHaveLength(3);
  expect(lines(broke?.stdout ?? "", "completed")).toHaveLength(1);
  expect(lines(broke?.stdout ?? "", "failed no task")).toHaveLength(1);
});

test("with callbacks each task is read once", async () => {
  const sandbox = await sandboxFor({ speed: 300 });
  const port = String(await freePort());
  const env = {
    EVOLINK_BASE_URL: sandbox.url,
    PORT: port,
    SITE_URL: `http://127.0.0.1:${port}`,
    CALLBACK_SECRET: "a-secret-of-more-than-16-characters",
  };

  const { code, stdout } = await guideFor(PAGE).node(["callbacks.ts"], env).ended;

  const reads = sandbox.tasks.map(({ history }) => history.filter(({ kind }) => kind === "read").length);
  expect(code).toBe(0);
  expect(
    lines(stdout, "completed order-")
      .map((line) => line.split(" ")[1])
      .sort(),
  ).toEqual(["order-1", "order-2", "order-3"]);
  expect(reads).toEqual([1, 1, 1]);
});

test("the command, killed after its videos were accepted, resumes and creates nothing more", async () => {
  const sandbox = await sandboxFor({ speed: 0 });
  const guide = guideFor(PAGE);
  const env = { EVOLINK_BASE_URL: sandbox.url };
  const journal = join(guide.folder, "films.jsonl.journal");
  const first = guide.shell(guide.code("sh"), env);
  await expect
    .poll(() => (existsSync(journal) ? readFileSync(journal, "utf8").match(/"accepted"/g)?.length : 0), {
      timeout: 20_000,
    })
    .toBe(2);

  first.kill();
  await first.ended;
  await sandbox.advance(310_000);
  const second = await guide.shell(guide.code("sh"), env).ended;

  expect(second.code).toBe(0);
  expect(sandbox.charges).toHaveLength(2);
  expect(readdirSync(join(guide.folder, "videos")).sort()).toEqual([
    expect.stringMatching(/^fox\.task-unified-.*\.mp4$/),
    expect.stringMatching(/^owl\.task-unified-.*\.mp4$/),
  ]);
});

test("the program saves its videos, and a second run creates nothing", async () => {
  const sandbox = await sandboxFor({ speed: 300 });
  const guide = guideFor(PAGE);

  const runs = [
    await guide.node(["night.ts"], { EVOLINK_BASE_URL: sandbox.url }).ended,
    await guide.node(["night.ts"], { EVOLINK_BASE_URL: sandbox.url }).ended,
  ];

  expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  expect(runs[1]?.stdout).toMatch(/saved: 2/);
  expect(sandbox.charges).toHaveLength(2);
  expect(readdirSync(join(guide.folder, "night"))).toHaveLength(2);
});
