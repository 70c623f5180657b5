// Protects the check of a real service: it reports differences, spends nothing without consent, and prints no key.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { main } from "../../scripts/contract-live.ts";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";

const KEY = "sk-live-0123456789abcdef";
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function sandbox(): Promise<Sandbox> {
  const started = await startSandbox({ speed: 0, expectKey: KEY });
  open.push(started);
  return started;
}

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function live(environment: Record<string, string>, ...args: string[]): Promise<Outcome> {
  const written = { out: "", err: "" };
  const output = {
    out: { write: (text: string) => (written.out += text) },
    err: { write: (text: string) => (written.err += text) },
  };
  return { code: await main(args, environment, output), ...written };
}

function liveInOwnProcess(environment: Record<string, string>, ...args: string[]): Promise<Outcome> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/contract-live.ts", ...args], {
    env: { PATH: process.env.PATH, ...environment },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

interface Findings {
  readonly requests: number;
  readonly findings: readonly Record<"where" | "expected" | "got" | "message" | "curl", string>[];
}

describe("the check of a real service", () => {
  test("finds no difference in the sandbox, and creates no task", async () => {
    const { url, tasks } = await sandbox();

    const { code, out } = await liveInOwnProcess({ CONTRACT_TARGET: url, EVOLINK_API_KEY: KEY }, "--json");

    const { requests, findings } = JSON.parse(out) as Findings;
    expect(findings).toEqual([]);
    expect([code, requests > 20, tasks.length]).toEqual([0, true, 0]);
  });

  test("without a key, checks only 401 responses", async () => {
    const { url } = await sandbox();

    const { code, out } = await live({ CONTRACT_TARGET: url });

    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^\d+ requests, 0 findings; without a key, reads were not tried\n$/),
    ]);
  });

  test("without --yes, prints the cost of a paid check and sends nothing", async () => {
    const box = await sandbox();

    const { code, err } = await live({ CONTRACT_TARGET: box.url, EVOLINK_API_KEY: KEY, CONTRACT_PAID: "1" });

    expect([code, box.tasks.length]).toEqual([2, 0]);
    expect(err).toMatch(/would spend [\d.]+ credits\.\n.*--yes/);
  });

  test("with --yes, spends the printed cost", async () => {
    const box = await sandbox();

    const { code, err } = await live({ CONTRACT_TARGET: box.url, EVOLINK_API_KEY: KEY, CONTRACT_PAID: "1" }, "--yes");

    const [charge] = box.charges;
    expect([code, box.tasks.length]).toEqual([0, 1]);
    expect(err).toContain(`would spend ${String(charge?.credits)} credits`);
  });

  test("reports a service that accepts requests without a key and echoes the key, and does not print the key", async () => {
    const server = createServer((request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ success: request.headers.authorization }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    open.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });

    const { code, out, err } = await live(
      { CONTRACT_TARGET: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, EVOLINK_API_KEY: KEY },
      "--json",
    );

    const { findings } = JSON.parse(out) as Findings;
    expect(code).toBe(1);
    expect(findings).toContainEqual(
      expect.objectContaining({ where: "GET /v1/credits without a key", expected: "401", got: "200" }),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({
        where: "GET /v1/credits",
        message: expect.stringContaining("does not match the contract") as string,
      }),
    );
    expect(findings.every(({ curl }) => curl.startsWith("curl "))).toBe(true);
    expect(out + err).not.toContain(KEY);
  });

  test.each([
    ["no target", {}],
    ["a target without TLS", { CONTRACT_TARGET: "http://example.com" }],
    ["a target with a password", { CONTRACT_TARGET: "https://a:b@example.com" }],
    ["a paid check without a key", { CONTRACT_TARGET: "https://example.com", CONTRACT_PAID: "1" }],
  ])("rejects %s with a one-line error, a pointer to --help, and exit code 2", async (_name, environment) => {
    const { code, out, err } = await live(environment);

    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^error: .*\nnpm run --silent contract:live -- --help shows how\.\n$/);
  });
});
