// Protects the sandbox from hostile requests: it keeps running, and every response matches the contract.
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { violationsOf } from "../contract/schema-validators.ts";
import { IS_EXHAUSTIVE } from "../exhaustive.ts";
import { create } from "./caller.ts";
import { exchange, nextHostile, parseResponses, randomFrom, type Hostile } from "./hostile.ts";

const COUNT = IS_EXHAUSTIVE ? 10_000 : 2_500;
const AT_ONCE = 40;

let sandbox: Sandbox;
let port: number;
const lingering: Socket[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 0, seed: 1, credits: 1e9, keepTasks: 100 });
  port = Number(new URL(sandbox.url).port);
});
afterAll(async () => {
  for (const socket of lingering) socket.destroy();
  await sandbox.close();
});

/** Returns what is wrong with the responses to a request. */
function faultsOf(request: Hostile, bytes: Buffer): string[] {
  try {
    const responses = parseResponses(bytes, request.head);
    if (request.whole && responses.length === 0) return ["there was no response"];
    return responses.flatMap(({ status, headers, body }) => {
      if (!headers.has("x-request-id")) return [`${String(status)} without a request id`];
      if (status >= 500) return [`${String(status)}: ${body}`];
      if (status < 400 || request.head) return [];
      return violationsOf("ErrorEnvelope", JSON.parse(body));
    });
  } catch (error) {
    return [String(error)];
  }
}

/** Opens a connection that begins a request and never ends it, or sends one byte at a time. */
function linger(text: string, trickle: boolean): void {
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  socket.write(text);
  if (trickle) {
    const timer = setInterval(() => socket.write("a"), 50);
    socket.on("close", () => clearInterval(timer));
  }
  lingering.push(socket);
}

it(
  `responds to ${String(COUNT)} hostile requests while half-open and slow connections exist`,
  { timeout: 60_000 },
  async () => {
    const random = randomFrom(20261122);
    const wrong: { kind: string; sent: string; faults: string[] }[] = [];
    const respondedTo = new Map<string, number>();
    let left = COUNT;
    for (let index = 0; index < 60; index += 1)
      linger(
        ["GET /v1/cre", "POST /v1/videos/generations HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{", ""][
          index % 3
        ] ?? "",
        index % 2 === 0,
      );

    const worker = async (): Promise<void> => {
      while (left-- > 0) {
        const request = nextHostile(random);
        const bytes = await exchange(port, request.bytes);
        if (bytes.length > 0) respondedTo.set(request.kind, (respondedTo.get(request.kind) ?? 0) + 1);
        const faults = faultsOf(request, bytes);
        if (faults.length > 0)
          wrong.push({ kind: request.kind, sent: request.bytes.subarray(0, 300).toString("latin1"), faults });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));

    expect(wrong.slice(0, 5)).toEqual([]);
    expect([...respondedTo.keys()].sort()).toEqual(["bad length", "cut off", "noise", "odd", "overlong"]);
    const after = await create(sandbox, {}, {}, fetch);
    expect([after.status, violationsOf("Task", after.body)]).toEqual([200, []]);
  },
);

it("validates any megabyte within a second", async () => {
  const megabyte = 1024 * 1024 - 200;
  const texts = ["a", "a.", "%", "<<<image_1>>>", "https://", "[", "\u00e9", '\\"'].map((piece) =>
    piece.repeat(Math.floor(megabyte / Buffer.byteLength(piece) / 2)),
  );

  const times = [];
  for (const text of texts) {
    for (const field of ["prompt", "callback_url", "video_url", "model"]) {
      const began = performance.now();
      const response = await create(sandbox, { [field]: field.endsWith("url") ? `https://${text}` : text });
      times.push(performance.now() - began);

      expect([200, 400]).toContain(response.status);
    }
  }

  expect(Math.max(...times)).toBeLessThan(1000);
});
