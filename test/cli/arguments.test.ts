// Protects against mistakes in the arguments: each prints one clear line and exits with 2, and nothing is sent.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { contractFingerprint, contractVersion } from "../../generated/constants.ts";
import { created, startFaultyServer, type FaultyServer } from "../sdk/faulty-server.ts";
import { run } from "./program.ts";

let server: FaultyServer;

beforeEach(async () => {
  server = await startFaultyServer([created]);
});

afterEach(() => server.close());

const video = ["--prompt", "A fox", "--video-url", "https://example.com/a.mp4"];

const mistakes: readonly { readonly args: readonly string[]; readonly says: string }[] = [
  { args: [], says: "A command is missing." },
  { args: ["genrate"], says: "Unknown command 'genrate'. Did you mean generate?" },
  { args: ["genrate", "--prompt", "x"], says: "Unknown command 'genrate'. Did you mean generate?" },
  { args: ["constructor"], says: "Unknown command 'constructor'." },
  { args: ["--verson"], says: "Unknown option '--verson'. Did you mean --version?" },
  { args: ["mock", "--verson"], says: "Unknown option '--verson'. Did you mean --version?" },
  { args: ["contract", "cases", "--versoin"], says: "Unknown option '--versoin'. Did you mean --version?" },
  { args: ["drift", "diff", "--verson", "a", "b"], says: "Unknown option '--verson'. Did you mean --version?" },
  { args: ["contract", "case", "a"], says: "Unknown command 'case'. Did you mean cases?" },
  {
    args: ["contract", "run", "a", "--target", "http://u:p@127.0.0.1"],
    says: "Option '--target <url>': must hold no credentials. Give them with --header.",
  },
  {
    args: ["contract", "run", "a", "--target", "http://127.0.0.1/?a=1"],
    says: "Option '--target <url>': must end with the path: no query, no fragment.",
  },
  {
    args: ["contract", "run", "a", "--target", "http://127.0.0.1", "--header", "bad name: x"],
    says: '--header: the header "bad name" has a name or a value that HTTP does not allow.',
  },
  { args: ["help", "mok"], says: "Unknown command 'mok'. Did you mean mock?" },
  { args: ["drift", "dif", "a", "b"], says: "Unknown command 'dif'. Did you mean diff?" },
  { args: ["drift", "diff", "a", "b", "--markdwn"], says: "Unknown option '--markdwn'. Did you mean --markdown?" },
  { args: ["mock", "--prt", "1"], says: "Unknown option '--prt'. Did you mean --port?" },
  { args: ["mock", "--port", "99999"], says: "Option '--port <n>': must be a whole number from 0 to 65535." },
  {
    args: ["batch", "x.jsonl", "--concurency", "1"],
    says: "Unknown option '--concurency'. Did you mean --concurrency?",
  },
  { args: ["batch", "missing.jsonl"], says: "FILE.jsonl cannot be read: there is no such file (ENOENT)." },
  { args: ["wait"], says: "Missing required argument 'id'." },
  { args: ["generate", "--promt", "x"], says: "Unknown option '--promt'. Did you mean --prompt?" },
  { args: ["generate", "--image-urls", "x"], says: "Unknown option '--image-urls'. Did you mean --image-url?" },
  { args: ["generate", "--not-a-field", "1"], says: "Unknown option '--not-a-field'." },
  { args: ["generate", ...video, "--no-json"], says: "Unknown option '--no-json'." },
  { args: ["generate", "--prompt"], says: "Option '--prompt <text>' argument missing." },
  {
    args: ["generate", "--prompt", "--quiet"],
    says: "--prompt needs a value; write one that begins with a dash as --prompt=VALUE.",
  },
  { args: ["generate", "--prompt", "-h"], says: "--prompt needs a value" },
  { args: ["generate", ...video, "--prompt", "Another"], says: "--prompt is given more than once." },
  { args: ["generate", ...video, "--wait", "--no-wait"], says: "--no-wait is given more than once." },
  { args: ["generate", "--prompt="], says: "--prompt is empty." },
  { args: ["generate", ...video, "--json=1"], says: "--json takes no value." },
  { args: ["generate", ...video, "--interval", "0"], says: "Option '--interval <seconds>': must be a number above 0." },
  {
    args: ["generate", ...video, "--max-wait", "soon"],
    says: "Option '--max-wait <seconds>': must be a number above 0.",
  },
  { args: ["generate", ...video, "--overwrite"], says: "--overwrite is for --out." },
  {
    args: ["generate", ...video, "--no-wait", "--out", "a.mp4"],
    says: "--out only applies to a wait, and --no-wait does not wait.",
  },
  {
    args: ["generate", ...video, "--json-body", "-"],
    says: "Option '--json-body <file>' cannot be used with option '--prompt <text>'.",
  },
  {
    args: ["generate", "--json-body", "-", "--api-key-file", "-"],
    says: "--json-body - and --api-key-file - cannot both read stdin.",
  },
  {
    args: ["generate", "--json-body", "/missing.json"],
    says: "The file of --json-body cannot be read: there is no such file (ENOENT).",
  },
  { args: ["generate", "--json-body", "-"], says: "--json-body is not JSON" },
  { args: ["generate", ...video, "--model-params", "{"], says: "Option '--model-params <json>': is not JSON." },
  { args: ["generate", ...video, "--base-url", "http://example.com"], says: "The base URL must be https" },
  { args: ["generate", ...video, "--header", "no colon"], says: '--header must be "NAME: VALUE"' },
  { args: ["generate", ...video, "--header", "X-A: \u0001"], says: '--header must be "NAME: VALUE"' },
  { args: ["generate", ...video, "--proxy", "localhost"], says: "--proxy must be the URL of an HTTP proxy" },
];

test.each(mistakes)("$args", async ({ args, says }) => {
  const { code, stdout, stderr } = await run(args, { url: server.url });

  const [first, next = "", ...more] = stderr.trimEnd().split("\n");
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(first).toContain(`error: ${says}`);
  expect(next).toContain("--help shows how.");
  expect(more).toEqual([]);
  expect(server.requests).toEqual([]);
});

test.each([
  { args: ["generate", "--prompt", "A", "fox"], option: "--prompt" },
  {
    args: ["generate", "--video-url", "https://example.com/a.mp4", "--prompt", "A", "fox", "runs"],
    option: "--prompt",
  },
  { args: ["wait", "task-unified-1", "--out", "my", "fox.mp4"], option: "--out" },
])("missing quotes in $args are named, without a hint about API keys", async ({ args, option }) => {
  const { code, stderr } = await run(args, { url: server.url });

  expect(code).toBe(2);
  expect(stderr).toContain(`put the value of ${option} in quotes, ${option} "…".`);
  expect(stderr).not.toMatch(/key/i);
  expect(server.requests).toEqual([]);
});

test.each([
  [["credits", "sk-canary"], "error: Too many arguments for 'credits'. Expected 0 arguments but got 1."],
  [["task", "a", "sk-canary"], "error: Too many arguments for 'task'. Expected 1 argument but got 2."],
])("%j: an argument that may be a key is not shown, and the message says where keys go", async (args, line) => {
  const { code, stderr } = await run(args, { url: server.url });

  const [first, next, places] = stderr.split("\n");
  expect([code, first]).toEqual([2, line]);
  expect(next).toBe("If it was an API key, replace it: it is in the shell's history.");
  expect(places).toContain("EVOLINK_API_KEY");
  expect(stderr).not.toContain("sk-canary");
});

const violations: readonly (readonly [readonly string[], string])[] = [
  [["generate"], "--prompt: is required"],
  [["generate", ...video, "--duration", "abc"], '--duration: must be of type integer, got "abc"'],
  [["generate", ...video, "--quality", "4k"], '--quality: must be one of 720p, 1080p, got "4k"'],
  [["generate", ...video, "--image-url", "no url"], '--image-url /0: must be a valid uri, got "no url"'],
  [["generate", "--prompt", "<<<image_1>>>"], "--prompt: "],
  [
    ["generate", ...video, "--model-params", '{"not_a_field": 1}'],
    "--model-params /not_a_field: is not a field of the contract",
  ],
  [
    ["generate", ...video, "--idempotency-key", "short"],
    'Idempotency-Key: must have 16 to 96 characters, each a letter A-Z or a-z, a digit, ".", "_" or "-", got "short"',
  ],
  [["wait", "task-1"], "task_id: is not a task id (task-unified-…)"],
];

test.each(violations)("%j does not match the contract, and the violation names the option", async (args, rule) => {
  const { code, stderr } = await run([...args, "--quiet"], { url: server.url });

  expect(code).toBe(2);
  expect(stderr).toContain(`nothing was sent:\n  ${rule}`);
  expect(server.requests).toEqual([]);
});

test("a --json-body that does not match the contract is reported with JSON pointers", async () => {
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

describe("the version", () => {
  const names = ["generate", "wait", "task", "credits", "batch", "mock", "contract", "contract cases", "contract run"];

  test.each(["", ...names].flatMap((name) => [`${name} -V`, `${name} --version`]))(
    "%s prints the versions of package and contract, with its fingerprint",
    async (line) => {
      const { code, stdout } = await run(line.trim().split(" "), { env: { EVOLINK_API_KEY: undefined } });

      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: `evolink-video ${manifest.version}\ncontract ${contractVersion}, SHA-256 ${contractFingerprint}\n`,
      });
    },
  );

  test.each(["drift -V", "drift --version", "drift diff -V"])(
    "%s prints the version of the package only: drift runs without the generated files",
    async (line) => {
      const { code, stdout } = await run(line.split(" "));

      expect({ code, stdout }).toEqual({ code: 0, stdout: `evolink-video ${manifest.version}\n` });
    },
  );
});

describe("--help", () => {
  test.each([
    [["--help"]],
    [["help"]],
    [["generate", "--help"]],
    [["help", "wait"]],
    [["task", "-h"]],
    [["batch", "-h"]],
    [["drift", "-h"]],
    [["drift", "diff", "--help"]],
    [["mock", "-h"]],
    [["credits", "-h"]],
    [["contract", "-h"]],
    [["contract", "cases", "-h"]],
    [["contract", "run", "--help"]],
  ])("%j fits into 80 columns and needs no API key", async (args) => {
    const { code, stdout } = await run(args, { env: { EVOLINK_API_KEY: undefined } });

    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: evolink-video /);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test.each(["generate", "wait", "task", "credits", "batch"])(
    "of %s names the environment variables that it reads",
    async (name) => {
      const { stdout } = await run([name, "-h"]);

      expect(stdout).toMatch(/EVOLINK_API_KEY .*key[^]*EVOLINK_BASE_URL .*URL[^]*NO_COLOR /);
    },
  );
});
