// Protects the command `batch`: its output as text and as JSON, its exit codes, and that it can be interrupted and
// resumed.
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { run, type BatchIo } from "../../src/cli/batch.ts";
import type { Screen } from "../../src/cli/io.ts";
import type { Sandbox } from "../../src/sandbox/index.ts";
import { folderFor, lines, PRICE, sandboxFor, withPreferences } from "./fixtures.ts";

let sandbox: Sandbox;
let file: string;
let out: string;
let err: string;

beforeEach(async () => {
  vi.stubEnv("EVOLINK_API_KEY", "key-of-a-test");
  vi.stubEnv("npm_command", "");
  sandbox = await sandboxFor();
  file = join(await folderFor(), "films.jsonl");
  await writeFile(file, lines(3));
});

/** Runs the command and stores its output in `out` and `err`. */
function command(args: readonly string[], io: Partial<BatchIo> = {}): Promise<number> {
  [out, err] = ["", ""];
  const screens = { out: screen((text) => (out += text)), err: screen((text) => (err += text)) };
  return run([...args], { ...screens, ...io });
}

function screen(write: (text: string) => unknown): Screen {
  return {
    write(text, done) {
      write(text);
      done?.();
    },
  };
}

const batch = (...flags: string[]): string[] => [file, "--base-url", sandbox.url, "--interval", "0.005", ...flags];

const events = (): Record<string, unknown>[] =>
  out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("a run of the command", () => {
  test("prints text on stderr and nothing on stdout", async () => {
    const code = await command(batch());

    expect(code).toBe(0);
    expect(out).toBe("");
    expect(err).toMatch(/3 items, 0 of them finished\. Journal: .*films\.jsonl\.journal/);
    expect(err).toMatch(/a: accepted as task-unified-\S+, 24\.3 credits/);
    expect(err).toMatch(/3 completed; 72\.9 credits at most\./);
  });

  test("--json prints one event per line, the last one with the exit code", async () => {
    const code = await command(batch("--json", "--max-credits", String(2 * PRICE)));

    expect(code).toBe(4);
    expect(err).toContain("To resume, raise --max-credits");
    expect(err).not.toContain("run the same command");
    expect(events()[0]).toMatchObject({ event: "start", items: 3, finished: 0 });
    expect(events().filter(({ event }) => event === "completed")).toHaveLength(2);
    expect(events().at(-1)).toMatchObject({
      event: "end",
      exitCode: 4,
      counts: { completed: 2, waiting: 1 },
      unknown: [],
    });
  });

  test("shows progress on a terminal", async () => {
    let shown = "";

    await command(batch(), { err: { ...screen((text) => (shown += text)), isTTY: true } });

    expect(shown).toMatch(/\[#{24}\] 3 of 3 finished, 0 under way/);
  });

  test("--quiet prints only task ids, failures and the summary", async () => {
    const code = await command(batch("--quiet", "--concurrency", "1"), {
      fetch: withPreferences({ "video 1": "code=400" }),
    });

    expect(code).toBe(1);
    expect(err.split("\n").map((line) => line.slice(0, 12))).toEqual([
      "a: accepted ",
      "b: refused: ",
      "c: accepted ",
      "",
      "1 refused, 2",
      "",
      "Rejected req",
      "",
    ]);
  });

  test("prints no control characters from the API", async () => {
    const fetch = (): Promise<Response> =>
      Promise.resolve(
        Response.json({ error: { code: "bad_request", message: "\u001B[2J\u0007gone" } }, { status: 400 }),
      );

    await command(batch("--concurrency", "1"), { fetch });

    expect(err).toContain("gone");
    expect(err).not.toMatch(/[^\P{Cc}\n]/u);
  });

  test("reads the key from a file with --api-key-file", async () => {
    vi.stubEnv("EVOLINK_API_KEY", "");
    await writeFile(`${file}.key`, "key-of-a-test\n");

    expect(await command(batch("--api-key-file", `${file}.key`))).toBe(0);
  });

  test("never prints the key", async () => {
    await command(batch("--json"), { fetch: () => Promise.reject(new Error("sent key-of-a-test")) });

    expect(out + err).not.toContain("key-of-a-test");
  });
});

describe("items with an unknown outcome", () => {
  test("are listed at the end with what to do, and can be settled", async () => {
    const fetch = withPreferences({ "video 0": "fault=reset_after", "video 1": "fault=reset_before" });

    const first = await command(batch("--json"), { fetch });
    const [advice, end] = [err, events().at(-1)];
    const settled = await command(batch("--settle", `a=${String(sandbox.tasks[0]?.id)}`, "--settle", "b=not-accepted"));

    expect(first).toBe(3);
    expect(end).toMatchObject({ unknown: [{ key: "a" }, { key: "b" }] });
    expect(advice).toMatch(/never retried automatically:\n {2}a, sent at .*\n {2}b, sent at /);
    expect(advice).toContain("--settle KEY=not-accepted");
    expect(advice).toContain("The API lists no tasks. Find out what became of each from your credits (");
    expect(settled).toBe(0);
    expect(sandbox.charges.map(({ state }) => state)).toEqual(["charged", "charged", "charged"]);
  });

  test("cannot be settled with the task of another item", async () => {
    await command(batch(), { fetch: withPreferences({ "video 0": "fault=reset_before" }) });
    const other = sandbox.tasks[0]?.id ?? "";

    expect(await command(batch("--settle", `a=${other}`))).toBe(2);
    expect(err).toContain(`${other} is the task of b already: find the one of a.`);
  });
});

describe("a signal", () => {
  test.each([
    { signal: "SIGINT", exitCode: 130 },
    { signal: "SIGTERM", exitCode: 143 },
    { signal: "SIGHUP", exitCode: 129 },
  ] as const)(
    "$signal ends the run after in-flight requests, and prints how to resume",
    async ({ signal, exitCode }) => {
      const fetch = withPreferences({}, async (url, init) => {
        const response = await globalThis.fetch(url, init);
        if (init.method === "POST") process.emit(signal);
        return response;
      });

      const first = await command(batch("--concurrency", "1"), { fetch });
      const how = err;
      const second = await command(batch());

      expect(first).toBe(exitCode);
      expect(how).toContain("1 accepted");
      expect(how).toContain(`evolink-video batch ${file} --concurrency 1 --interval 0.005 --base-url ${sandbox.url}`);
      expect(second).toBe(0);
      expect(sandbox.charges).toHaveLength(3);
      expect(process.listenerCount(signal)).toBe(0);
    },
  );

  test("a second signal during a request exits at once, and says that the request may have been accepted", async () => {
    const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
    onTestFinished(() => exit.mockRestore());
    let saidAtExit = "";
    const fetch = withPreferences({}, async (url, init) => {
      if (init.method !== "POST") return globalThis.fetch(url, init);
      process.emit("SIGINT");
      await sleep(400);
      process.emit("SIGINT");
      saidAtExit = err;
      return globalThis.fetch(url, init);
    });

    await command(batch("--concurrency", "1"), { fetch });

    expect(exit.mock.calls).toEqual([[130]]);
    expect(saidAtExit).toContain("Stopped at once. A request that was in flight may have been accepted and charged");
    expect(saidAtExit).toContain(`nothing is paid for twice:\n  evolink-video batch ${file} --concurrency 1`);
  });
});

describe("a journal write that fails because the disk is full", () => {
  /** Returns an `open` whose files fail after `bytesLeft` bytes of the second line of a type. */
  function fullAt(type: string, bytesLeft: number): typeof open {
    let count = 0;
    const noSpace = (): Promise<never> =>
      Promise.reject(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }));
    return async (...args) => {
      const file = await open(...args);
      const write = file.write.bind(file) as (bytes: Buffer, offset: number, length: number) => unknown;
      const writeUntilFull = (bytes: Buffer, offset: number, length: number): unknown => {
        if (bytes.includes(`"type":"${type}"`) && offset === 0) count += 1;
        if (count < 2) return write(bytes, offset, length);
        return offset < bytesLeft ? write(bytes, offset, bytesLeft - offset) : noSpace();
      };
      return Object.assign(file, { write: writeUntilFull });
    };
  }

  test.each([
    { what: "nothing of the `begun` event", type: "begun", bytesLeft: 0, sent: 1, then: 0 },
    { what: "half of the `begun` event", type: "begun", bytesLeft: 30, sent: 1, then: 0 },
    { what: "nothing of the `accepted` event", type: "accepted", bytesLeft: 0, sent: 2, then: 3 },
    { what: "half of the `accepted` event", type: "accepted", bytesLeft: 60, sent: 2, then: 3 },
    { what: "half of the `ended` event", type: "ended", bytesLeft: 30, sent: 2, then: 0 },
  ])(
    "with $what on disk: the error names every task id, and the batch resumes",
    async ({ type, bytesLeft, sent, then }) => {
      const first = await command(batch("--concurrency", "1"), { open: fullAt(type, bytesLeft) });
      const said = err;
      const charged = sandbox.charges.length;
      const second = await command(batch());
      const lost = type === "accepted" ? String(sandbox.tasks[1]?.id) : undefined;
      const third = await command(batch(...(lost === undefined ? [] : ["--settle", `b=${lost}`])));

      expect([first, charged, second, third]).toEqual([1, sent, then, 0]);
      expect(said).toContain("could not be written: ENOSPC");
      expect(said).toContain(`nothing is paid for twice:\n  evolink-video batch ${file} --concurrency 1`);
      for (const { id } of sandbox.tasks.slice(0, sent)) expect(said).toContain(id);
      if (lost !== undefined) expect(said).toContain(`--settle b=${lost}`);
      expect(sandbox.charges.map(({ state }) => state)).toEqual(["charged", "charged", "charged"]);
    },
  );
});

describe("invalid arguments", () => {
  test.each([
    ["no file", [], /error: Missing required argument 'FILE\.jsonl'\.\nevolink-video batch --help shows how/],
    ["an unknown option", ["x.jsonl", "--fast"], /Unknown option '--fast'/],
    ["a file that does not exist", ["nowhere.jsonl"], /ENOENT/],
  ])("%s exits with 2 and says why", async (_, args, message) => {
    expect(await command(args)).toBe(2);
    expect(err).toMatch(message);
  });

  test.each([
    [["--concurrency", "0"], /'--concurrency <n>': must be a whole number of at least 1/],
    [["--concurrency", "1.5"], /whole number/],
    [["--max-credits", "many"], /'--max-credits <n>': must be a number above 0/],
    [["--settle", "a"], /'--settle <key=finding>': must be KEY=TASK/],
    [["--settle", "a=not-accepted"], /nothing to settle about a/],
  ])("%j exits with 2, and nothing is sent", async (flags, message) => {
    expect(await command(batch(...flags))).toBe(2);
    expect(err).toMatch(message);
    expect(sandbox.tasks).toEqual([]);
  });

  test.each([
    {
      what: "another encoding than UTF-8",
      content: Buffer.from(lines(3).replace("video 1", "vidéo"), "latin1"),
      message: /line 2: is not in UTF-8/,
    },
    {
      what: "a duplicate member",
      content: lines(3).replace('"prompt":', '"prompt":"x","prompt":'),
      message: /line 1: "prompt" stands twice/,
    },
  ])("a file with $what exits with 2, and nothing is sent", async ({ content, message }) => {
    await writeFile(file, content);

    expect(await command(batch())).toBe(2);
    expect(err).toMatch(message);
    expect(sandbox.tasks).toEqual([]);
  });

  test("a missing API key exits with 2", async () => {
    vi.stubEnv("EVOLINK_API_KEY", "");

    expect(await command(batch())).toBe(2);
    expect(err).toMatch(/There is no API key/);
  });

  test("a changed item exits with 2 and is named", async () => {
    await command(batch());
    await writeFile(file, lines(3).replace("video 1", "another video"));

    expect(await command(batch())).toBe(2);
    expect(err).toMatch(/sent before with another body: b \(task-unified-/);
  });

  test("--help exits with 0", async () => {
    expect(await command(["--help"])).toBe(0);
    expect(out).toMatch(/Exit codes:\n {2}0 {4}all completed/);
  });
});
