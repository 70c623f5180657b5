// Protects the command `mock`: what it prints can be pasted, an error is one line, signals end it cleanly.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { faults, scenarios } from "../../src/sandbox/index.ts";
import { body, headers } from "./caller.ts";
import { mock, ready } from "./mock-process.ts";

describe("the running mock", () => {
  it("prints its URL, and a curl command that works when pasted", async () => {
    const run = mock("--port", "0", "--seed", "1", "--expect-key", "it's-a-key");
    const url = await ready(run);
    const curl = run.out.split("\n").find((line) => line.startsWith("curl ")) ?? "";

    const { stdout } = await promisify(execFile)("sh", ["-c", curl.replace("curl ", "curl -s ")]);

    expect(JSON.parse(stdout)).toMatchObject({ status: "pending", model: "kling-o3-reference-to-video" });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(run.out).not.toContain("\u001B");
    expect(run.out).toContain(`new EvoLink({ apiKey: "it'\\''s-a-key", baseUrl: "${url}" })`);
  });

  it("applies --speed, --credits and --expect-key", async () => {
    const url = await ready(mock("--port", "0", "--speed", "0", "--credits", "40.5", "--expect-key", "key-of-a-test"));
    const post = (more: object = {}) =>
      fetch(`${url}/v1/videos/generations`, {
        method: "POST",
        headers: { ...headers, ...more },
        body: JSON.stringify(body),
      });

    const statuses = [
      (await post({ Authorization: "Bearer other" })).status,
      (await post()).status,
      (await post()).status,
    ];
    const about = (await (await fetch(`${url}/sandbox/about.json`)).json()) as { speed: number };

    expect(statuses).toEqual([401, 200, 402]);
    expect(about.speed).toBe(0);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("finishes in-flight responses after %s and exits with 0", async (signal) => {
    const run = mock("--port", "0");
    const url = await ready(run);
    const slow = fetch(`${url}/v1/credits`, { headers: { ...headers, Prefer: "fault=slow" } });
    await new Promise((resolve) => setTimeout(resolve, 200));

    run.child.kill(signal);

    expect((await slow).status).toBe(200);
    expect(await run.exit).toBe(0);
    expect(run.err).toBe("");
  });
});

describe("a mock that cannot start", () => {
  it.each([
    [["--port", "99999"], "Option '--port <n>': must be a whole number from 0 to 65535."],
    [["--speed", "fast"], "Option '--speed <n>': must be a number from 0 to 1000000."],
    [["--colour"], "Unknown option '--colour'."],
    [["--prt", "1"], "Unknown option '--prt'. Did you mean --port?"],
    [["--port"], "Option '--port <n>' argument missing."],
    [["--host", "203.0.113.1", "--port", "0"], "Cannot listen on 203.0.113.1: "],
  ])("%j prints one line and how to get help, and exits with 2", async (args, says) => {
    const run = mock(...args);

    const code = await run.exit;

    expect(code).toBe(2);
    expect(run.err).toContain(`error: ${says}`);
    expect(run.err.trim().split("\n")).toEqual([
      expect.stringContaining("error: "),
      "evolink-video mock --help shows how.",
    ]);
    expect(run.out).toBe("");
  });

  it("a port in use prints one line and exits with 2", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const run = mock("--port", String(port));

    const code = await run.exit;

    server.close();
    expect([code, run.err]).toEqual([
      2,
      `error: Port ${String(port)} is taken; choose another with --port, or a free one with --port 0.\nevolink-video mock --help shows how.\n`,
    ]);
  });

  it("but --help lists every scenario and fault", async () => {
    const run = mock("--help");

    const code = await run.exit;

    const missing = [...scenarios.keys(), ...Object.keys(faults)].filter((name) => !run.out.includes(`  ${name} `));
    expect([code, missing]).toEqual([0, []]);
  });
});
