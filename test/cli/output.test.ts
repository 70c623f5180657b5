// Protects what a terminal shows: the bar, colours only where they are wanted, no control characters of others, no crash on a closed pipe.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Output } from "../../src/cli/output.ts";
import { Progress } from "../../src/cli/progress.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { json, startFaultyServer, TASK } from "../unit/faulty-server.ts";
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

const loud = { json: false, quiet: false };

function showHalf(output: Output): string {
  const progress = new Progress(output, "waiting");
  progress.show("processing", 50);
  const shown = written.join("");
  progress.end();
  return shown;
}

test("a terminal gets a bar in one line, in colours, which goes away", () => {
  const shown = showHalf(new Output(loud));

  expect(shown).toContain(
    `[\x1b[32m${"#".repeat(15)}\x1b[39m\x1b[2m${"-".repeat(15)}\x1b[22m]  50 %  processing  0:00`,
  );
  expect(shown).not.toContain("\n");
  expect(written.at(-1)).toBe("\r\x1b[2K");
});

test("NO_COLOR takes the colours, a narrow terminal the bar, TERM=dumb all but plain lines", () => {
  vi.stubEnv("NO_COLOR", "1");
  const plain = showHalf(new Output(loud));
  written = [];
  process.stderr.columns = 45;
  const narrow = showHalf(new Output(loud));
  written = [];
  vi.stubEnv("TERM", "dumb");
  const dumb = showHalf(new Output(loud));

  expect(plain).toContain(`[${"#".repeat(15)}${"-".repeat(15)}]`);
  expect(narrow).not.toContain("#");
  expect(narrow).toContain(" 50 %  processing  0:00");
  expect(dumb).toBe(" 50 %  processing  0:00\n");
});

test("a message does not break the bar: it is drawn again below", () => {
  const output = new Output(loud);
  const progress = new Progress(output, "waiting");

  output.note("a note");
  progress.end();

  expect(written.join("")).toContain("0:00\r\x1b[2Ka note\n[");
});

test("without a terminal only notable steps get a line", () => {
  process.stderr.isTTY = false;
  const progress = new Progress(new Output(loud), "waiting");

  for (const percent of [0, 4, 9, 10, 15, 20]) progress.show("processing", percent);
  progress.end();

  expect(written).toEqual(["  0 %  processing  0:00\n", " 10 %  processing  0:00\n", " 20 %  processing  0:00\n"]);
});

test("long messages are wrapped to the terminal between words, commands stay whole", () => {
  const command = `  evolink-video wait ${"x".repeat(60)} --out fox.mp4`;

  new Output(loud).error("word ".repeat(20), command);

  const lines = written.join("").split("\n");
  expect(lines[0]).toBe(`\x1b[1m\x1b[31merror:\x1b[39m\x1b[22m ${"word ".repeat(10)}`.trimEnd());
  expect(lines).toContain(command);
});

test("control characters of an answer do not reach the terminal", async () => {
  const evil = "\x1b]0;title\x07\x1b[2J\u009b31m\rfake";
  const server = await startFaultyServer([
    json(200, { ...TASK, status: "failed", error: { code: evil, message: evil } }),
  ]);

  const wait = await run(["wait", TASK.id], { url: server.url });
  const task = await run(["task", TASK.id], { url: server.url });
  await server.close();

  expect(wait.stderr).toContain("fake");
  expect(wait.stderr + task.stdout).not.toMatch(/[^\P{Cc}\n]/u);
});

test("a reader of stdout or stderr that goes away changes nothing: the video is created, waited for and saved", async () => {
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
