// Protects the terminal output of `evolink-video mock`: a line for each request, hints, warnings and code to paste.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Task } from "../../generated/types.ts";
import { requestLine } from "../../src/cli/mock/request-line.ts";
import { body, headers } from "./caller.ts";
import { mock, mockInClone, ready, type Run } from "./mock-process.ts";

/** Returns the lines after the greeting. */
function linesOf(run: Run): readonly string[] {
  const lines = run.out.trimEnd().split("\n");
  return lines.slice(lines.findIndex((line) => line.startsWith("node --input-type")) + 2);
}

async function post(url: string, more: Readonly<Record<string, string>> = {}): Promise<Task> {
  const response = await fetch(`${url}/v1/videos/generations`, {
    method: "POST",
    headers: { ...headers, ...more },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Task;
}

describe("the line of a request", () => {
  const record = { method: "GET", path: "/v1/credits", status: 200, milliseconds: 1.26, taskId: undefined };
  const id = "task-unified-1757169743-aaaaaaaa";

  it.each([
    { what: "a read", record, line: "GET  /v1/credits 200 1.3 ms\n" },
    {
      what: "a request with a task",
      record: { ...record, method: "POST", taskId: id },
      line: `POST /v1/credits 200 1.3 ms ${id}\n`,
    },
    {
      what: "a request whose connection was reset",
      record: { ...record, status: undefined },
      line: "GET  /v1/credits reset 1.3 ms\n",
    },
    {
      what: "a path with control characters",
      record: { ...record, path: "/\u001B[2J\r\n\u009B1m\u0000x" },
      line: "GET  /?[2J???1m?x 200 1.3 ms\n",
    },
  ])("has method, path, status, milliseconds and task: $what", ({ record: given, line }) => {
    expect(requestLine(given)).toBe(line);
  });

  it("is followed by a hint when the credits have run out", () => {
    const [line, hint] = requestLine({ ...record, method: "POST", status: 402 }).split("\n");

    expect(line).toBe("POST /v1/credits 402 1.3 ms");
    expect(hint).toMatch(/credits .*--credits N/);
  });
});

describe("requests to a running mock", () => {
  it("are printed one by one, with a hint when the credits run out", async () => {
    const run = mock("--port", "0", "--credits", "40.5");
    const url = await ready(run);

    const { id } = await post(url);
    await fetch(`${url}/v1/tasks/${id}`, { headers });
    await post(url);
    await post(url, { Prefer: "fault=reset_before" }).catch(() => undefined);
    await fetch(`${url}/nowhere?key=secret`);

    await expect.poll(() => linesOf(run)).toHaveLength(6);
    expect(linesOf(run)).toEqual([
      expect.stringMatching(new RegExp(`^POST /v1/videos/generations 200 [0-9.]+ ms ${id}$`)),
      expect.stringMatching(new RegExp(`^GET {2}/v1/tasks/${id} 200 [0-9.]+ ms ${id}$`)),
      expect.stringMatching(/^POST \/v1\/videos\/generations 402 [0-9.]+ ms$/),
      expect.stringContaining("--credits N"),
      expect.stringMatching(/^POST \/v1\/videos\/generations reset [0-9.]+ ms$/),
      expect.stringMatching(/^GET {2}\/nowhere 404 [0-9.]+ ms$/),
    ]);
  });

  it("are not printed with --quiet", async () => {
    const run = mock("--port", "0", "--quiet");
    const url = await ready(run);

    await post(url);
    run.child.kill("SIGTERM");
    await run.exit;

    expect(linesOf(run)).toEqual([]);
  });
});

describe("options for other machines", () => {
  it.each([
    { host: "0.0.0.0", isWarned: true },
    { host: "::", isWarned: true },
    { host: "127.0.0.1", isWarned: false },
    { host: "localhost", isWarned: false },
    { host: "::1", isWarned: false },
  ])("--host $host warns that others can reach the mock: $isWarned", async ({ host, isWarned }) => {
    const run = mock("--port", "0", "--host", host);

    await ready(run);

    expect(run.out.includes(`Warning: at ${host}, other machines in your network can reach this sandbox`)).toBe(
      isWarned,
    );
  });

  it("--public-url is the prefix of result links", async () => {
    const url = await ready(mock("--port", "0", "--speed", "0", "--public-url", "https://mock.example/base/"));

    const { id } = await post(url);
    await fetch(`${url}/sandbox/advance`, { method: "POST", headers, body: '{"seconds":300}' });
    const { results } = (await (await fetch(`${url}/v1/tasks/${id}`, { headers })).json()) as Task;

    expect(results).toEqual([`https://mock.example/base/results/${id}/video.mp4`]);
  });

  it.each([
    ["--public-url <url>", "mock:4010"],
    ["--public-url <url>", "ftp://mock"],
    ["--public-url <url>", "/"],
    ["--expect-key <key>", "two words"],
    ["--allow-host <host>", "mock:4010"],
    ["--allow-callback-host <host>", "http://mock"],
  ])("%s %j prints one line and exits with 2", async (option, given) => {
    const [flag = ""] = option.split(" ", 1);

    const run = mock("--port", "0", flag, given);

    expect([await run.exit, run.err]).toEqual([2, expect.stringContaining(`error: Option '${option}' must be`)]);
  });
});

it("in a clone, the printed SDK command creates a task when pasted", async () => {
  const run = mockInClone("--port", "0", "--seed", "1", "--expect-key", "it's-a-key");
  await ready(run);
  const line = run.out.split("\n").find((each) => each.startsWith("node ")) ?? "";

  const { stdout } = await promisify(execFile)("sh", ["-c", line]);

  expect(stdout).toContain("status: 'pending'");
  await expect.poll(() => linesOf(run)).toEqual([expect.stringMatching(/^POST \/v1\/videos\/generations 200 /)]);
});
