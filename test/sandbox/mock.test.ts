// Protects the command `mock`: what it prints can be pasted, an error is one line, signals end it cleanly.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { faults, scenarios } from "../../src/sandbox/index.ts";
import { run } from "../cli/program.ts";
import { body, headers } from "./caller.ts";
import { mock, ready } from "./mock-process.ts";

describe("the running mock", () => {
  it("prints its URL, and a curl command that works when pasted", async () => {
    const running = mock("--port", "0", "--seed", "1", "--expect-key", "it's-a-key");
    const url = await ready(running);
    const curl = running.out.split("\n").find((line) => line.startsWith("curl ")) ?? "";

    const { stdout } = await promisify(execFile)("sh", ["-c", curl.replace("curl ", "curl -s ")]);

    expect(JSON.parse(stdout)).toMatchObject({ status: "pending", model: "kling-o3-reference-to-video" });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(running.out).not.toContain("\u001B");
    expect(running.out).toContain(`new EvoLink({ apiKey: "it'\\''s-a-key", baseUrl: "${url}" })`);
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
    const running = mock("--port", "0");
    const url = await ready(running);
    const slow = fetch(`${url}/v1/credits`, { headers: { ...headers, Prefer: "fault=slow" } });
    await new Promise((resolve) => setTimeout(resolve, 200));

    running.child.kill(signal);

    expect((await slow).status).toBe(200);
    expect(await running.exit).toBe(0);
    expect(running.err).toBe("");
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
    const { code, stdout, stderr } = await run(["mock", ...args]);

    expect(code).toBe(2);
    expect(stderr).toContain(`error: ${says}`);
    expect(stderr.trim().split("\n")).toEqual([
      expect.stringContaining("error: "),
      "evolink-video mock --help shows how.",
    ]);
    expect(stdout).toBe("");
  });

  it("a port in use prints one line and exits with 2", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;

    const { code, stderr } = await run(["mock", "--port", String(port)]);

    server.close();
    expect([code, stderr]).toEqual([
      2,
      `error: Port ${String(port)} is taken; choose another with --port, or a free one with --port 0.\nevolink-video mock --help shows how.\n`,
    ]);
  });

  it("but --help lists every scenario and fault", async () => {
    const { code, stdout } = await run(["mock", "--help"]);

    const missing = [...scenarios.keys(), ...Object.keys(faults)].filter((name) => !stdout.includes(`  ${name} `));
    expect([code, missing]).toEqual([0, []]);
  });
});
