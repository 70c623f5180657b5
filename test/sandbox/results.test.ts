// Protects the results: a playable video for each aspect ratio, with range requests, until it expires.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { taskResultsLifetimeSeconds } from "../../generated/constants.ts";
import contract from "../../generated/openapi.json" with { type: "json" };
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { create, read } from "./caller.ts";

const aspectRatios = contract.components.schemas.VideoGenerationRequest.properties.aspect_ratio.enum;

let sandbox: Sandbox;
let url: string;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 0, seed: 1 });
  url = await finished("1:1");
});
afterAll(() => sandbox.close());

async function finished(aspect_ratio: string): Promise<string> {
  const { body: task } = await create(sandbox, { aspect_ratio: aspect_ratio as "1:1" });
  await sandbox.advance(300_000);
  const { body } = await read(sandbox, `/v1/tasks/${task.id}`);
  return body.results?.[0] ?? "";
}

const square = readFileSync(new URL("../../src/sandbox/media/1x1.mp4", import.meta.url));

/** Returns width and height in whole pixels from the track header box (ISO/IEC 14496-12, section 8.3.2). */
function sizeOf(mp4: Buffer): [number, number] {
  const header = mp4.indexOf("tkhd") + 4;
  return [mp4.readUInt16BE(header + 76), mp4.readUInt16BE(header + 80)];
}

it.each(aspectRatios)("a %s video has that aspect ratio and is small", async (ratio) => {
  const response = await fetch(await finished(ratio));

  const bytes = Buffer.from(await response.arrayBuffer());
  const [width, height] = sizeOf(bytes);
  const [across = 0, down = 0] = ratio.split(":").map(Number);
  expect(response.headers.get("content-type")).toBe("video/mp4");
  expect(width * down).toBe(height * across);
  expect(bytes.length).toBeLessThan(10_000);
});

it.each([
  ["bytes=0-9", 206, square.subarray(0, 10)],
  ["bytes=100-", 206, square.subarray(100)],
  ["bytes=-7", 206, square.subarray(-7)],
  ["bytes=0-999999", 206, square],
  ["bytes=9-1", 200, square],
  ["bytes=0-1,4-5", 200, square],
  ["lines=1-2", 200, square],
])("Range: %s returns %i with those bytes", async (range, status, expected) => {
  const response = await fetch(url, { headers: { Range: range } });

  expect(response.status).toBe(status);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(expected);
  expect(response.headers.has("content-range")).toBe(status === 206);
});

it("rejects a range beyond the end with 416 and the length", async () => {
  const responses = await Promise.all(["bytes=999999-", "bytes=-0"].map((Range) => fetch(url, { headers: { Range } })));

  expect(responses.map((response) => [response.status, response.headers.get("content-range")])).toEqual(
    Array(2).fill([416, `bytes */${String(square.length)}`]),
  );
});

it("returns a range only if If-Range matches the ETag", async () => {
  const tag = (await fetch(url, { method: "HEAD" })).headers.get("etag") ?? "";

  const [same, other] = await Promise.all(
    [tag, '"other"'].map((etag) => fetch(url, { headers: { Range: "bytes=5-", "If-Range": etag } })),
  );

  expect([same?.status, other?.status]).toEqual([206, 200]);
});

it("a video is 404 before the task is completed, and 410 after it has expired", async () => {
  const { body: task } = await create(sandbox);
  const path = `/results/${task.id}/video.mp4`;
  const early = await sandbox.fetch(path);
  await sandbox.advance(300_000 + taskResultsLifetimeSeconds * 1000 - 1);
  const last = await sandbox.fetch(path);

  await sandbox.advance(1);

  const late = await sandbox.fetch(path);
  expect([early.status, last.status, late.status]).toEqual([404, 200, 410]);
  expect(sandbox.tasks.at(-1)?.video).toBeUndefined();
});
