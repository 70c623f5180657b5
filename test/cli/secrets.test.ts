// Protects the API key: it is read from the environment or a file, rejected on the command line, and never printed.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import {
  created,
  envelope,
  json,
  startFaultyServer,
  TASK,
  type Behaviour,
  type FaultyServer,
} from "../sdk/faulty-server.ts";
import { KEY, run } from "./program.ts";

let server: FaultyServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

const video = ["--prompt", "A fox", "--video-url", "https://example.com/a.mp4"];
const noKey = { EVOLINK_API_KEY: undefined };

describe("on the command line it is rejected with the reason, and not echoed", () => {
  test.each([
    [["generate", ...video, "--api-key", KEY]],
    [["generate", ...video, `--api-key=${KEY}`]],
    [["credits", "--apikey", KEY]],
    [["--api_key", KEY, "credits"]],
  ])("%j", async (args) => {
    const { code, stdout, stderr } = await run(args, { env: noKey });

    expect(code).toBe(2);
    expect(stderr).toContain("it is visible in process lists and in the shell's history");
    expect(stdout + stderr).not.toContain(KEY);
  });

  test.each([
    [[KEY]],
    [["credits", KEY]],
    [["credits", "--api-key-file", KEY]],
    [["credits", `--api-kye=${KEY}`]],
    [["credits", "--key", KEY]],
    [["generate", "--token", KEY]],
    [["credits", "--API-KEY", KEY]],
    [["task", KEY]],
    [["wait", KEY]],
    [["batch", KEY]],
    [["mock", KEY]],
    [["mock", "--port", KEY]],
    [["drift", KEY]],
    [["drift", "diff", KEY, KEY]],
    [["drift", "diff", "a", "b", "--fail-on", KEY]],
    [["generate", ...video, "--quality", KEY]],
    [["generate", ...video, "--model-params", KEY]],
    [["generate", ...video, "--interval", KEY]],
    [["generate", "--json-body", KEY]],
    [["generate", ...video, "--idempotency-key", "short", "--callback-url", KEY]],
    [["generate", ...video, "--header", `Authorization: Bearer ${KEY}`]],
    [["generate", ...video, "--header", `X Key: ${KEY}`]],
    [["generate", ...video, "--proxy", KEY]],
    [["generate", ...video, "--out", `${KEY}/a.mp4`]],
    [["credits", "--base-url", `https://${KEY}@example.com`]],
    [["credits", "--base-url", `http://example.com/${KEY}`]],
  ])("in the wrong argument it is not echoed: %j", async (args) => {
    const { code, stdout, stderr } = await run(args, { env: { EVOLINK_API_KEY: "another-key-1234" } });

    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain(KEY);
  });
});

describe("reading the API key", () => {
  test("a file takes precedence over the environment, stdin works, and the final line break is removed", async () => {
    server = await startFaultyServer([json(200, { data: {} })]);
    const folder = mkdtempSync(join(tmpdir(), "evolink-cli-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, "key"), "key-from-file\n");

    const fromFile = await run(["credits", "--api-key-file", join(folder, "key")], { url: server.url });
    const fromStdin = await run(["credits", "--api-key-file", "-"], {
      url: server.url,
      input: "key-from-stdin\n",
      env: noKey,
    });

    expect([fromFile.code, fromStdin.code]).toEqual([0, 0]);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer key-from-file",
      "Bearer key-from-stdin",
    ]);
  });

  test.each([
    ["no key at all", ["credits"], "There is no API key."],
    ["an empty file", ["credits", "--api-key-file", "-"], "The file of --api-key-file holds no key."],
  ])("%s: exits with 2 and says where keys go", async (_name, args, line) => {
    const { code, stderr } = await run(args, { env: noKey });

    expect(code).toBe(2);
    expect(stderr).toContain(line);
    expect(stderr).toContain("Set EVOLINK_API_KEY, or give --api-key-file FILE");
  });
});

test("a short key, as for a mock, is not redacted in the id of a task", async () => {
  server = await startFaultyServer([created]);

  const { stdout } = await run(["generate", ...video, "--no-wait"], {
    url: server.url,
    env: { EVOLINK_API_KEY: "task" },
  });

  expect(stdout).toBe(`${TASK.id}\n`);
});

describe("a response that echoes it", () => {
  const echoes: Readonly<Record<string, readonly Behaviour[]>> = {
    "in a task": [json(200, { ...TASK, status: "completed", results: [`https://example.com/${KEY}`], note: KEY })],
    "in a failed task": [json(200, { ...TASK, status: "failed", error: { code: KEY, message: `Bearer ${KEY}` } })],
    "in an unknown status": [json(200, { ...TASK, status: KEY })],
    "in an error": [json(401, envelope("unauthorized", `wrong key ${KEY}`), { "x-request-id": KEY })],
    "in a created task": [created, json(403, envelope(KEY, KEY))],
  };

  test.each(Object.entries(echoes))("%s does not make the output show it", async (_name, behaviours) => {
    const args = [
      ["wait", TASK.id, "--interval", "0.1", "--max-wait", "0.5"],
      ["generate", ...video, "--interval", "0.1", "--max-wait", "0.5"],
      ["task", TASK.id],
    ];
    const outputs: string[] = [];
    for (const each of args.flatMap((list) => [list, [...list, "--json"]])) {
      server = await startFaultyServer(behaviours);
      const { stdout, stderr } = await run(each, { url: server.url });
      outputs.push(stdout + stderr);
      await server.close();
    }

    expect(outputs.filter((text) => text.includes(KEY))).toEqual([]);
  });
});
