// Protects scripts that call the CLI: every outcome has its exit code, one JSON value with --json, and a message that
// says what to do next.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { EXIT, meanings } from "../../src/cli/exit-codes.ts";
import {
  accepting,
  created,
  cutOff,
  envelope,
  html,
  json,
  reset,
  startFaultyServer,
  TASK,
  type Behaviour,
  type FaultyServer,
} from "../sdk/faulty-server.ts";
import { run, start, type Ended } from "./program.ts";

let server: FaultyServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function cli(behaviours: readonly Behaviour[], args: readonly string[]): Promise<Ended> {
  server = await startFaultyServer(behaviours);
  return run(args, { url: server.url, cwd: tmpdir() });
}

/** Runs the command in a separate process, which has to exit by itself. */
async function cliProcess(behaviours: readonly Behaviour[], args: readonly string[], cwd: string): Promise<Ended> {
  server = await startFaultyServer(behaviours);
  return start(args, { url: server.url, cwd }).ended;
}

const generate = ["generate", "--prompt", "A fox", "--video-url", "https://example.com/a.mp4", "--interval", "0.1"];
const RESUME = `evolink-video wait ${TASK.id}`;
const failed = (error?: object): Behaviour =>
  json(200, { ...TASK, status: "failed", ...(error === undefined ? {} : { error }) });

interface Case {
  readonly behaviours: readonly Behaviour[];
  readonly args?: readonly string[];
  readonly code: number;
  /** Texts that stderr contains. */
  readonly says: readonly string[];
  /** A pattern that stderr must not match. */
  readonly never?: RegExp;
  /** Members of the error that --json prints. */
  readonly error: object;
  readonly accepted?: number;
}

const cases: Readonly<Record<string, Case>> = {
  "the task failed": {
    behaviours: [created, failed({ code: "content_policy_violation", message: "refused by the policy" })],
    code: 1,
    says: ["content_policy_violation: refused by the policy", "a new attempt"],
    error: { name: "TaskFailedError", taskId: TASK.id, code: "content_policy_violation", task: { status: "failed" } },
    accepted: 1,
  },
  "the task was cancelled": {
    behaviours: [json(200, { ...TASK, status: "cancelled" })],
    args: ["wait", TASK.id],
    code: 1,
    says: ["cancelled"],
    error: { name: "TaskFailedError", taskId: TASK.id },
  },
  "the key is rejected": {
    behaviours: [json(401, envelope("unauthorized"))],
    code: 1,
    says: ["401 unauthorized", "Check the key"],
    error: { name: "AuthenticationError", status: 401, code: "unauthorized" },
  },
  "the credits are insufficient": {
    behaviours: [json(402, envelope("insufficient_quota"))],
    code: 1,
    says: ["402 insufficient_quota", "Top up", "evolink-video credits"],
    error: { name: "InsufficientCreditsError", status: 402 },
  },
  "the task is not found": {
    behaviours: [json(404, envelope("task_not_found"))],
    args: ["wait", TASK.id],
    code: 1,
    says: ["404 task_not_found", "Check the id"],
    error: { name: "NotFoundError", status: 404 },
  },
  "the key is rejected during a wait": {
    behaviours: [created, json(401, envelope("unauthorized"))],
    code: 1,
    says: ["Check the key", `  ${RESUME} --interval 0.1`],
    error: { name: "AuthenticationError", resume: `${RESUME} --interval 0.1 --json` },
    accepted: 1,
  },
  "the request does not match the contract": {
    behaviours: [created],
    args: [...generate, "--duration", "11"],
    code: 2,
    says: ["nothing was sent", "--duration: must be at most 10, got 11", "evolink-video generate --help"],
    error: { name: "InvalidRequestError", violations: [{ pointer: "/duration", limit: 10 }] },
  },
  "the response is lost": {
    behaviours: [accepting(reset), created],
    code: 3,
    says: [
      "may have been accepted and charged",
      "check GET /v1/credits before creating again",
      "evolink-video credits",
    ],
    never: /[Ll]ook at your tasks/,
    error: { name: "OutcomeUnknownError" },
    accepted: 1,
  },
  "the response is cut off after the id": {
    behaviours: [accepting(cutOff(JSON.stringify(TASK).slice(0, 60))), created],
    code: 4,
    says: [`the task ${TASK.id} was created`, `  ${RESUME} --interval 0.1`],
    never: /may have been/,
    error: { name: "OutcomeUnknownError", taskId: TASK.id, resume: `${RESUME} --interval 0.1 --json` },
    accepted: 1,
  },
  "the response is cut off after the id, with --no-wait": {
    behaviours: [accepting(cutOff(JSON.stringify(TASK).slice(0, 60))), created],
    args: [...generate.slice(0, -2), "--no-wait"],
    code: 4,
    says: [`the task ${TASK.id} was created`, `  ${RESUME}`],
    error: { name: "OutcomeUnknownError", taskId: TASK.id, resume: `${RESUME} --json` },
    accepted: 1,
  },
  "a proxy responds with a page": {
    behaviours: [accepting(html(502)), created],
    code: 3,
    says: ["502", "may have been accepted and charged"],
    error: { name: "OutcomeUnknownError", status: 502 },
    accepted: 1,
  },
  "the wait times out": {
    behaviours: [created, json(200, { ...TASK, status: "processing" })],
    args: [...generate, "--max-wait", "0.6"],
    code: 4,
    says: [
      "is not finished yet (last read as processing); it continues and is charged",
      `  ${RESUME} --interval 0.1 --max-wait 0.6`,
    ],
    error: { name: "WaitTimeoutError", taskId: TASK.id, task: { status: "processing" } },
    accepted: 1,
  },
  "the wait times out without a successful poll": {
    behaviours: [json(503, envelope("service_unavailable"))],
    args: ["wait", TASK.id, "--interval", "0.1", "--max-wait", "0.6"],
    code: 4,
    says: [
      `${TASK.id} could not be read. The last poll failed: GET http`,
      "503 service_unavailable: as the vendor words it.\n",
      `  ${RESUME} --interval 0.1 --max-wait 0.6`,
    ],
    never: /goes on|paid for|not finished/,
    error: { name: "WaitTimeoutError", taskId: TASK.id, resume: `${RESUME} --interval 0.1 --max-wait 0.6 --json` },
  },
  "the wait times out and its last poll failed": {
    behaviours: [created, json(503, envelope("service_unavailable"))],
    args: [...generate, "--max-wait", "0.6"],
    code: 4,
    says: [
      `${TASK.id} was last known as pending. The last poll failed: GET http`,
      `  ${RESUME} --interval 0.1 --max-wait 0.6`,
    ],
    never: /not finished/,
    error: { name: "WaitTimeoutError", taskId: TASK.id, task: { status: "pending" } },
    accepted: 1,
  },
  "the rate limit is exceeded for an hour": {
    behaviours: [json(429, envelope("rate_limit_exceeded"), { "retry-after": "3600" })],
    code: 5,
    says: ["429", "Nothing was created: run the command again after 20"],
    error: { name: "RateLimitError", status: 429 },
  },
  "the rate limit of a read is exceeded for an hour": {
    behaviours: [json(429, envelope("rate_limit_exceeded"), { "retry-after": "3600" })],
    args: ["task", TASK.id],
    code: 5,
    says: ["429", "Run the command again after 20"],
    error: { name: "RateLimitError", status: 429 },
  },
  "the video cannot be saved": {
    behaviours: [
      ({ request, response, ...rest }) =>
        json(200, { ...TASK, status: "completed", results: [`http://${String(request.headers.host)}/v.mp4`] })({
          request,
          response,
          ...rest,
        }),
      html(200),
    ],
    args: ["wait", TASK.id, "--out", "fox.mp4"],
    code: 6,
    says: ["The video is ready but was not saved", `  ${RESUME} --out fox.mp4`],
    error: { name: "DownloadError", taskId: TASK.id, resume: `${RESUME} --out fox.mp4 --json` },
  },
};

describe.each(Object.entries(cases))(
  "%s",
  (_name, { behaviours, args = generate, code, says, never, error, accepted = 0 }) => {
    test(`exits with ${code} and says what to do next`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "evolink-cli-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));

      const ended = await cliProcess(behaviours, args, folder);

      expect(ended).toMatchObject({ code, stdout: "" });
      for (const text of says) expect(ended.stderr).toContain(text);
      expect(ended.stderr).not.toMatch(/\n\s+at /);
      if (never !== undefined) expect(ended.stderr).not.toMatch(never);
      expect(server?.accepted).toBe(accepted);
      expect(readdirSync(folder)).not.toContain("fox.mp4");
    });

    test("prints one JSON value on stdout with --json", async () => {
      const ended = await cli(behaviours, [...args, "--json"]);

      expect(JSON.parse(ended.stdout)).toMatchObject({
        error: { ...error, exitCode: code, message: expect.any(String) as string },
      });
    });
  },
);

test("every exit code is in the help and in the documentation", async () => {
  const documentation = readFileSync(join(import.meta.dirname, "../../docs/cli.md"), "utf8").replaceAll(/ +/g, " ");

  const { stdout } = await run(["--help"]);

  const help = stdout.replaceAll(/\n {7}/g, " ");
  for (const number of Object.values(EXIT)) {
    const meaning = meanings.find(({ code }) => code === number)?.meaning ?? "missing";
    expect(help).toContain(`\n  ${String(number).padEnd(5)}${meaning}\n`);
    expect(documentation).toContain(`\n| ${number} | ${meaning} |`);
  }
});

test("a retry is logged, and one create request is accepted", async () => {
  const { code, stderr } = await cli(
    [json(429, envelope("rate_limit_exceeded")), created],
    [...generate.slice(0, -2), "--no-wait"],
  );

  expect(code).toBe(0);
  expect(stderr).toMatch(/retry 1 in \d+ ms, after 429/);
  expect(server?.accepted).toBe(1);
});
