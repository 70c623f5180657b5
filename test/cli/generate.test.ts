// Protects the main path of the CLI: options become the request body, results go to stdout, saved files are complete.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import document from "../../generated/openapi.json" with { type: "json" };
import type { Task } from "../../src/sdk/index.ts";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { startProxy } from "./proxy.ts";
import { created, json, startFaultyServer, TASK } from "../sdk/faulty-server.ts";
import { run, type Ended } from "./program.ts";

let sandbox: Sandbox;
let folder: string;

beforeEach(async () => {
  sandbox = await startSandbox({ speed: 600 });
  folder = mkdtempSync(join(tmpdir(), "evolink-cli-"));
});

afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

const video = ["--prompt", "A fox", "--video-url", "https://example.com/a.mp4"];
const fast = ["--interval", "0.2"];

const cli = (args: readonly string[], input?: string): Promise<Ended> =>
  run(args, { url: sandbox.url, cwd: folder, ...(input === undefined ? {} : { input }) });

describe("generate", () => {
  test("creates one task, waits, and prints only its link on stdout; id and progress go to stderr", async () => {
    const { code, stdout, stderr } = await cli(["generate", ...video, ...fast]);

    const [task] = sandbox.tasks;
    expect(code).toBe(0);
    expect(sandbox.charges).toHaveLength(1);
    expect(stdout).toBe(`${sandbox.url}/results/${String(task?.id)}/video.mp4\n`);
    expect(stderr).toContain(`Created ${String(task?.id)}, 40.5 credits reserved`);
    expect(stderr).toMatch(/%\s+processing/);
    expect(stderr).not.toMatch(/[^\P{Cc}\n]/u);
  });

  test("--json prints only the task on stdout", async () => {
    const { code, stdout } = await cli(["generate", ...video, ...fast, "--json"]);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      id: sandbox.tasks[0]?.id,
      status: "completed",
      results: [expect.stringContaining("/video.mp4")],
    });
  });

  test("--no-wait prints only the id on stdout, and the command that waits on stderr", async () => {
    const { code, stdout, stderr } = await cli(["generate", ...video, "--no-wait"]);

    const id = String(sandbox.tasks[0]?.id);
    expect(code).toBe(0);
    expect(stdout).toBe(`${id}\n`);
    expect(stderr).toContain(`  evolink-video wait ${id}\n`);
  });

  test("--quiet prints only the id of the created task on stderr", async () => {
    const { stderr } = await cli(["generate", "--prompt", "without a video", ...fast, "--quiet"]);

    expect(stderr).toBe(`Created ${String(sandbox.tasks[0]?.id)}, 40.5 credits reserved\n`);
  });

  test("prints the client's warnings", async () => {
    const { stderr } = await cli(["generate", "--prompt", "without a video", "--no-wait"]);

    expect(stderr).toContain("warning: There is no video_url");
  });

  test("sends the given idempotency key", async () => {
    const server = await startFaultyServer([created]);

    await run(["generate", ...video, "--no-wait", "--idempotency-key", "order-2026-11-22-0001"], { url: server.url });
    await server.close();

    expect(server.requests[0]?.headers["idempotency-key"]).toBe("order-2026-11-22-0001");
  });
});

describe("the request", () => {
  test("has an option for every field of the contract", async () => {
    const { stdout } = await run(["generate", "--help"]);

    for (const name of Object.keys(document.components.schemas.VideoGenerationRequest.properties)) {
      expect(stdout).toMatch(new RegExp(`--(\\[no-\\])?${name.replaceAll("_", "-").replace(/-urls$/, "-url")}\\b`));
    }
  });

  test("is built from the options, with the types of the contract", async () => {
    const params = { watermark_info: { enabled: false } };
    const images = ["--image-url", "https://example.com/1.jpg", "--image-url", "https://example.com/2.jpg"];
    const rest = [
      "--duration",
      "7",
      "--aspect-ratio",
      "9:16",
      "--quality",
      "1080p",
      "--no-keep-original-sound",
      "--callback-url",
      "https://example.com/cb?t=1",
    ];

    const { code, stderr } = await cli([
      "generate",
      ...video,
      ...images,
      ...rest,
      "--model-params",
      JSON.stringify(params),
      "--no-wait",
    ]);

    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(sandbox.tasks[0]?.request).toEqual({
      model: "kling-o3-reference-to-video",
      prompt: "A fox",
      video_url: "https://example.com/a.mp4",
      keep_original_sound: false,
      image_urls: ["https://example.com/1.jpg", "https://example.com/2.jpg"],
      duration: 7,
      aspect_ratio: "9:16",
      quality: "1080p",
      model_params: params,
      callback_url: "https://example.com/cb?t=1",
    });
  });

  test("is read from a file or from stdin with --json-body", async () => {
    const body = document.components.examples.RequestEveryField.value;
    writeFileSync(join(folder, "body.json"), JSON.stringify(body));

    const fromStdin = await cli(["generate", "--json-body", "-", "--no-wait"], JSON.stringify(body));
    const fromFile = await cli(["generate", "--json-body", "body.json", "--no-wait"]);

    expect([fromStdin.code, fromFile.code]).toEqual([0, 0]);
    expect(sandbox.tasks.map(({ request }) => request)).toEqual([body, body]);
  });
});

test("--json-body may begin with a byte order mark and must be UTF-8", async () => {
  const body = JSON.stringify(document.components.examples.RequestEveryField.value);
  writeFileSync(join(folder, "bom.json"), `\ufeff${body}`);
  writeFileSync(join(folder, "latin1.json"), Buffer.from(body.replace("http", "Ährenfeld http"), "latin1"));

  const bom = await cli(["generate", "--json-body", "bom.json", "--no-wait"]);
  const latin1 = await cli(["generate", "--json-body", "latin1.json", "--no-wait"]);

  expect([bom.code, latin1.code]).toEqual([0, 2]);
  expect(latin1.stderr).toContain("is not text in UTF-8");
  expect(sandbox.tasks).toHaveLength(1);
});

describe("the connection", () => {
  test("--header is sent with every request to the API, and its value is not shown in the printed command", async () => {
    const server = await startFaultyServer([created]);
    const headers = ["--header", "X-Team: film", "--header", "X-Gateway-Token: token-4711"];

    const { stderr } = await run(["generate", ...video, "--no-wait", ...headers], { url: server.url });
    await server.close();

    expect(server.requests[0]?.headers).toMatchObject({ "x-team": "film", "x-gateway-token": "token-4711" });
    expect(stderr).toContain("--header 'X-Gateway-Token: VALUE'");
    expect(stderr).not.toContain("token-4711");
  });

  test("--proxy sends requests and downloads through a proxy", async () => {
    const proxy = await startProxy();
    const out = ["--out", "fox.mp4"];

    const { code, stderr } = await cli(["generate", ...video, ...fast, ...out, "--proxy", proxy.url]);
    await proxy.close();

    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(proxy.targets.every((target) => sandbox.url.endsWith(target))).toBe(true);
    expect(proxy.targets.length).toBeGreaterThan(0);
    expect(readFileSync(join(folder, "fox.mp4")).length).toBeGreaterThan(1000);
  });
});

describe("--out", () => {
  test("saves the video and prints its path", async () => {
    const { code, stdout } = await cli(["generate", ...video, ...fast, "--out", "my fox.mp4"]);

    const link = await fetch(`${sandbox.url}/results/${String(sandbox.tasks[0]?.id)}/video.mp4`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "my fox.mp4\n" });
    expect(readFileSync(join(folder, "my fox.mp4"))).toEqual(Buffer.from(await link.arrayBuffer()));
  });

  test.each([
    "old.mp4",
    "missing/new.mp4",
    "missing/",
    ".",
    "-",
    "old.mp4/new.mp4",
    "n".repeat(300),
    `${"n".repeat(246)}.mp4`,
    // The partial file has a longer name than the video.
    `${"n".repeat(233)}.mp4`,
  ])("%s, which exists or cannot be written, is rejected before a create request", async (out) => {
    writeFileSync(join(folder, "old.mp4"), "old");
    const before = readdirSync(folder);

    const { code, stderr } = await cli(["generate", ...video, "--out", out]);

    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*--out/);
    expect(sandbox.charges).toHaveLength(0);
    expect(readFileSync(join(folder, "old.mp4"), "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(before);
  });

  test("a pipe is rejected before a create request", async () => {
    execFileSync("mkfifo", [join(folder, "pipe.mp4")]);

    const { code, stderr } = await cli(["generate", ...video, "--out", "pipe.mp4", "--overwrite"]);

    expect({ code, paid: sandbox.charges.length }).toEqual({ code: 2, paid: 0 });
    expect(stderr).toContain("the file is a device, a pipe or a socket");
  });

  test("with --overwrite replaces a file; wait saves the video of an existing task", async () => {
    writeFileSync(join(folder, "old.mp4"), "old");
    const { stdout: id } = await cli(["generate", ...video, "--no-wait"]);

    const { code } = await cli(["wait", id.trim(), ...fast, "--out", "old.mp4", "--overwrite"]);

    expect(code).toBe(0);
    expect(readFileSync(join(folder, "old.mp4")).length).toBeGreaterThan(1000);
    expect(existsSync(join(folder, "old.mp4.part"))).toBe(false);
  });
});

test("task prints the status of a task, as text or as JSON", async () => {
  const { stdout: id } = await cli(["generate", ...video, "--no-wait"]);

  const text = await cli(["task", id.trim()]);
  const json = await cli(["task", id.trim(), "--json"]);

  expect(text.stdout).toMatch(new RegExp(`^id +${id.trim()}\nstatus +\\w+, \\d+ %\n`));
  expect((JSON.parse(json.stdout) as Task).id).toBe(id.trim());
});

test("credits prints the balance, as text or as JSON", async () => {
  const text = await cli(["credits"]);
  const json = await cli(["credits", "--json"]);

  expect(text.stdout).toMatch(/^key +\S.* left, 0 used\nuser +1000 left, 0 used\n$/);
  expect(JSON.parse(json.stdout)).toMatchObject({ data: { user: { remaining_credits: 1000 } } });
});

test.each([{ results: [] }, {}])(
  "a task that is completed with %j exits with 1 and says that there is no result",
  async (members) => {
    const server = await startFaultyServer([json(200, { ...TASK, status: "completed", ...members })]);

    const text = await run(["wait", TASK.id], { url: server.url });
    const value = await run(["wait", TASK.id, "--json"], { url: server.url });
    await server.close();

    expect(text).toMatchObject({ code: 1, stdout: "" });
    expect(text.stderr).toContain(`error: ${TASK.id} is completed without a result`);
    expect(JSON.parse(value.stdout)).toMatchObject({ error: { name: "NoResultError", exitCode: 1, taskId: TASK.id } });
  },
);
