// Protects a charged task from Ctrl-C: the command prints its id and a command that resumes, or that the request may
// have been accepted.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Interruption } from "../../src/cli/interruption.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import {
  accepting,
  envelope,
  json,
  noResponse,
  stall,
  startFaultyServer,
  TASK,
  type Behaviour,
  type FaultyServer,
} from "../sdk/faulty-server.ts";
import { run, shell, start, type Ended } from "./program.ts";

let folder: string;
let server: FaultyServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evolink-cli-"));
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server?.close();
  server = undefined;
});

const video = ["--prompt", "A fox", "--video-url", "https://example.com/a.mp4"];

/** Returns the command below "Resume with:". */
function resumeIn({ stderr }: Ended): string {
  return /Resume with:\n {2}(.*)\n/.exec(stderr)?.[1] ?? "";
}

describe("during a wait", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s prints the id and a command that resumes", async (signal, exitCode) => {
    const sandbox = await startSandbox({ speed: 0 });
    const setting = { cwd: folder, env: { EVOLINK_BASE_URL: undefined } };
    const options = ["--base-url", sandbox.url, "--interval", "0.2", "--max-wait", "60", "--out", "my 'fox'.mp4"];
    const running = start(["generate", ...video, ...options], setting);
    await running.said("pending");

    running.child.kill(signal);
    const ended = await running.ended;
    await sandbox.advance(10 * 60_000);
    const resumed = await shell(resumeIn(ended), setting);

    expect(ended).toMatchObject({ code: exitCode, stdout: "" });
    expect(ended.stderr).toContain(`Interrupted. ${String(sandbox.tasks[0]?.id)} continues and is charged.`);
    expect(resumed).toMatchObject({ code: 0, stdout: "my 'fox'.mp4\n" });
    expect(readFileSync(join(folder, "my 'fox'.mp4")).length).toBeGreaterThan(1000);
    expect(sandbox.charges).toHaveLength(1);
    await sandbox.close();
  });

  test("with --json the id and the command are in the JSON value", async () => {
    server = await startFaultyServer([json(200, { ...TASK, status: "processing" })]);
    const running = start(["wait", TASK.id, "--json"], { url: server.url });
    await running.said("processing");

    running.child.kill("SIGINT");
    const { code, stdout } = await running.ended;

    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { taskId: TASK.id, exitCode: 130, resume: `evolink-video wait ${TASK.id} --json` },
    });
  });

  test("before the first poll the message does not say that the task continues", async () => {
    server = await startFaultyServer([noResponse]);
    const running = start(["wait", TASK.id], { url: server.url });
    await vi.waitUntil(() => server?.requests.length === 1, { timeout: 20_000 });

    running.child.kill("SIGINT");
    const ended = await running.ended;

    expect(ended.stderr).toContain(`Interrupted before ${TASK.id} was read.`);
    expect(ended.stderr).not.toMatch(/goes on|paid for/);
    expect(resumeIn(ended)).toBe(`evolink-video wait ${TASK.id}`);
  });

  test("a command started with npx prints a command with npx", async () => {
    server = await startFaultyServer([json(200, { ...TASK, status: "processing" })]);
    const running = start(["wait", TASK.id], { url: server.url, env: { npm_command: "exec" } });
    await running.said("processing");

    running.child.kill("SIGINT");

    expect(resumeIn(await running.ended)).toBe(`npx evolink-video wait ${TASK.id}`);
  });
});

test("while the video is saved there is no file, and the printed command resumes", async () => {
  const completed: Behaviour = (exchange) =>
    json(200, { ...TASK, status: "completed", results: [`http://${String(exchange.request.headers.host)}/v.mp4`] })(
      exchange,
    );
  const videoStalls: Behaviour = ({ response }) => {
    response.writeHead(200, { "content-type": "video/mp4", "content-length": "1000" });
    // Text does not begin with this byte, so that the first bytes count as a video.
    response.write("\u0000a part");
  };
  server = await startFaultyServer([completed, videoStalls]);
  const running = start(["wait", TASK.id, "--out", "fox.mp4"], { url: server.url, cwd: folder });
  await running.said("saving");

  running.child.kill("SIGINT");
  const ended = await running.ended;

  expect(ended.code).toBe(130);
  expect(resumeIn(ended)).toBe(`evolink-video wait ${TASK.id} --out fox.mp4`);
  expect(existsSync(join(folder, "fox.mp4"))).toBe(false);
});

const after =
  (milliseconds: number, behaviour: Behaviour): Behaviour =>
  (exchange) =>
    void setTimeout(() => behaviour(exchange), milliseconds);

describe("while a create request is in flight", () => {
  /** Sends the signal when the request has arrived, and once more if `twice`. */
  async function interrupted(
    behaviours: readonly Behaviour[],
    { signal = "SIGINT", twice = false, options = [] as readonly string[] } = {},
  ): Promise<Ended> {
    server = await startFaultyServer(behaviours);
    const running = start(["generate", ...video, ...options], { url: server.url });
    await vi.waitUntil(() => server?.requests.length === 1, { timeout: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    running.child.kill(signal as NodeJS.Signals);
    if (twice) {
      await running.said("Interrupt again to stop at once.");
      await new Promise((resolve) => setTimeout(resolve, 400));
      running.child.kill(signal as NodeJS.Signals);
    }
    return running.ended;
  }

  test.each([
    { signal: "SIGINT", exitCode: 130 },
    { signal: "SIGTERM", exitCode: 143 },
    { signal: "SIGHUP", exitCode: 129 },
  ])("$signal lets it finish, and prints the id and the command that resumes", async ({ signal, exitCode }) => {
    const ended = await interrupted([accepting(after(1500, json(200, TASK)))], { signal });

    expect(ended.code).toBe(exitCode);
    expect(ended.stderr).toContain("Interrupted: waiting for the response to the create request.");
    expect(ended.stderr).toContain(`Created ${TASK.id}`);
    expect(ended.stderr).toContain(`Interrupted. ${TASK.id} continues and is charged.`);
    expect(resumeIn(ended)).toBe(`evolink-video wait ${TASK.id}`);
    expect(server?.requests).toHaveLength(1);
  });

  test("with --no-wait the id is printed on stdout", async () => {
    const ended = await interrupted([accepting(after(1500, json(200, TASK)))], { options: ["--no-wait"] });

    expect(ended).toMatchObject({ code: 130, stdout: `${TASK.id}\n` });
  });

  test("an error response is read completely, and nothing is retried", async () => {
    const ended = await interrupted([after(1500, json(400, envelope("invalid_request", "No such model")))]);

    expect(ended.stderr).toContain("No such model");
    expect(ended.stderr).not.toContain("may have been");
    expect(server?.requests).toHaveLength(1);
  });

  test("a request that was not accepted is not retried", async () => {
    const ended = await interrupted([
      after(1500, json(429, envelope("rate_limit_exceeded"))),
      accepting(json(200, TASK)),
    ]);

    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain("nothing was created");
    expect(server?.requests).toHaveLength(1);
  });

  test.each([
    ["without a response", noResponse],
    ["with a part of the response", stall('{"id": "task-uni')],
  ])("a second signal stops at once; %s the request may have been accepted", async (_name, behaviour) => {
    const ended = await interrupted([accepting(behaviour)], { twice: true });

    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain("it may have been accepted and charged");
    expect(ended.stderr).toContain(
      "The API lists no tasks: before you create the video again, check with evolink-video credits whether it was charged.",
    );
    expect(server?.requests).toHaveLength(1);
  });

  test("a second signal stops at once; if the response stalls after the id, the printed command resumes", async () => {
    const ended = await interrupted([accepting(stall(JSON.stringify(TASK).slice(0, 60)))], { twice: true });

    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain(`Interrupted. ${TASK.id} continues and is charged.`);
    expect(resumeIn(ended)).toBe(`evolink-video wait ${TASK.id}`);
  });

  test("in the delay after a 429 no request is in flight, and nothing was created", async () => {
    const ended = await interrupted([json(429, envelope("rate_limit_exceeded"), { "retry-after": "60" })]);

    expect(ended.code).toBe(130);
    expect(ended.stderr).toContain("nothing was created");
  });
});

describe("Interruption", () => {
  afterEach(() => void vi.restoreAllMocks());

  test("exits at a second Ctrl-C, but not when npm forwards the first one", () => {
    const exit = vi.spyOn(process, "exit").mockImplementation(() => undefined as never);
    const now = vi.spyOn(Date, "now").mockReturnValue(1000);
    const interruption = new Interruption();
    interruption.begin();

    process.emit("SIGINT");
    now.mockReturnValue(1100);
    process.emit("SIGINT");
    const exitsAfterEcho = exit.mock.calls.length;
    now.mockReturnValue(2000);
    process.emit("SIGINT");
    interruption.end();

    expect(interruption.signal.aborted).toBe(true);
    expect(exitsAfterEcho).toBe(0);
    expect(exit.mock.calls).toEqual([[130]]);
  });
});

test("a command that only reads does not mention charges", async () => {
  server = await startFaultyServer([noResponse]);
  const running = start(["credits"], { url: server.url });
  await vi.waitUntil(() => server?.requests.length === 1, { timeout: 20_000 });

  running.child.kill("SIGINT");

  expect(await running.ended).toMatchObject({ code: 130, stderr: "error: Interrupted.\n" });
  expect((await run(["--version"])).code).toBe(0);
});
