// Protects callers from their own slips: whatever is wrong with the arguments, one clear line, exit code 2, nothing sent.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { contractFingerprint, contractVersion } from "../../generated/constants.ts";
import { created, startFaultyServer, type FaultyServer } from "../unit/faulty-server.ts";
import { run } from "./program.ts";

let server: FaultyServer;

beforeEach(async () => {
  server = await startFaultyServer([created]);
});

afterEach(() => server.close());

const video = ["--prompt", "A fox", "--video-url", "https://example.com/a.mp4"];

const slips: readonly (readonly [readonly string[], string])[] = [
  [[], "A command is missing."],
  [["genrate"], "There is no such command: genrate. Did you mean generate?"],
  [["constructor"], "There is no such command: constructor."],
  [["wait"], "wait needs ID."],
  [["generate", "--promt", "x"], "--promt is not an option of generate. Did you mean --prompt?"],
  [["generate", "--image-urls", "x"], "--image-urls is not an option of generate. Did you mean --image-url?"],
  [["generate", "--ratio", "x"], "--ratio is not an option of generate. Did you mean --aspect-ratio?"],
  [["generate", "--seed", "1"], "--seed is not an option of generate."],
  [["generate", ...video, "--no-json"], "--no-json is not an option of generate."],
  [["generate", "--prompt"], "--prompt needs a value"],
  [["generate", "--prompt", "--quiet"], "--prompt needs a value; write one that begins with a dash as --prompt=VALUE."],
  [["generate", ...video, "--prompt", "Another"], "--prompt is given more than once."],
  [["generate", "--prompt="], "--prompt is empty."],
  [["generate", ...video, "--json=1"], "--json takes no value."],
  [["generate", ...video, "--interval", "0"], "--interval must be a number of seconds above 0."],
  [["generate", ...video, "--max-wait", "soon"], "--max-wait must be a number of seconds above 0."],
  [["generate", ...video, "--overwrite"], "--overwrite is for --out."],
  [["generate", ...video, "--no-wait", "--out", "a.mp4"], "--out is for a wait, and --no-wait does not wait."],
  [["generate", ...video, "--json-body", "-"], "--prompt and --json-body exclude each other"],
  [
    ["generate", "--json-body", "-", "--api-key-file", "-"],
    "--json-body - and --api-key-file - cannot both read stdin.",
  ],
  [["generate", "--json-body", "/missing.json"], "The file of --json-body cannot be read (ENOENT)."],
  [["generate", "--json-body", "-"], "--json-body is not JSON: "],
  [["generate", ...video, "--model-params", "{"], "--model-params is not JSON: "],
  [["generate", ...video, "--base-url", "http://example.com"], "The base URL must be https"],
];

test.each(slips)("%j", async (args, line) => {
  const { code, stdout, stderr } = await run(args, { url: server.url });

  const [first, next, ...more] = stderr.trimEnd().split("\n");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(first?.startsWith(`error: ${line}`)).toBe(true);
  expect(next).toContain("--help shows how.");
  expect(more).toEqual([]);
  expect(server.requests).toEqual([]);
});

test.each([
  [["credits", "sk-canary"], "error: credits takes no argument beside its options, got 1."],
  [["task", "a", "sk-canary"], "error: task takes one argument beside its options, got 2."],
])("%j: what may be a key is not shown, and the places for one are", async (args, line) => {
  const { code, stderr } = await run(args, { url: server.url });

  const [first, next, places] = stderr.split("\n");
  expect([code, first]).toEqual([2, line]);
  expect(next).toBe("If it was an API key, make a new one, as it shows in the shell's history.");
  expect(places).toContain("EVOLINK_API_KEY");
  expect(stderr).not.toContain("sk-canary");
});

const violations: readonly (readonly [readonly string[], string])[] = [
  [["generate"], "--prompt: is required"],
  [["generate", ...video, "--duration", "abc"], '--duration: must be of type integer, got "abc"'],
  [["generate", ...video, "--quality", "4k"], '--quality: must be one of 720p, 1080p, got "4k"'],
  [["generate", ...video, "--image-url", "no url"], '--image-url /0: must be a valid uri, got "no url"'],
  [
    ["generate", "--prompt", "<<<image_1>>>"],
    '--prompt: names an input that is not among the 0 given, got "<<<image_1>>>"',
  ],
  [["generate", ...video, "--model-params", '{"seed": 1}'], "--model-params /seed: is not a field of the contract"],
  [
    ["generate", ...video, "--idempotency-key", "short"],
    'Idempotency-Key: must match /^[A-Za-z0-9._-]{16,96}$/u, got "short"',
  ],
  [["wait", "task-1"], 'task_id: must match /^task-unified-/u, got "task-1"'],
];

test.each(violations)("%j breaks the contract, told in the words of the options", async (args, rule) => {
  const { code, stderr } = await run([...args, "--quiet"], { url: server.url });

  expect(code).toBe(2);
  expect(stderr).toContain(`nothing was sent:\n  ${rule}`);
  expect(server.requests).toEqual([]);
});

test("a --json-body that breaks the contract is told with JSON pointers", async () => {
  const { code, stderr } = await run(["generate", "--json-body", "-"], {
    url: server.url,
    input: '{"prompt": "A fox", "duration": 11}',
  });

  expect(code).toBe(2);
  expect(stderr).toContain("  /model: is required");
  expect(stderr).toContain("  /duration: must be at most 10, got 11");
});

test("a usage error is one JSON value with --json", async () => {
  const { code, stdout } = await run(["generate", "--promt", "x", "--json"]);

  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ error: { name: "UsageError", exitCode: 2 } });
});

test("--version prints the package's and the contract's version, and its fingerprint", async () => {
  const { code, stdout } = await run(["--version"]);

  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `evolink-video ${manifest.version}\ncontract ${contractVersion}, SHA-256 ${contractFingerprint}\n`,
  });
});

describe("--help", () => {
  test.each([
    [["--help"]],
    [["help"]],
    [["generate", "--help"]],
    [["help", "wait"]],
    [["task", "-h"]],
    [["credits", "--help", "--nonsense"]],
  ])("%j fits 80 columns and needs no key", async (args) => {
    const { code, stdout } = await run(args, { env: { EVOLINK_API_KEY: undefined } });

    expect(code).toBe(0);
    expect(stdout.startsWith("Usage: evolink-video ")).toBe(true);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});
