import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import type { Fetch } from "../../src/sdk/index.ts";
import { readItems, type Item } from "../../src/batch/index.ts";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/index.ts";

/** Returns a valid request body: 3 seconds at 720p, 24.3 credits. */
export function body(prompt: string): Record<string, unknown> {
  return { model: "kling-o3-reference-to-video", prompt, video_url: "https://example.com/reference.mp4", duration: 3 };
}

/** Price of one video of `body`, in credits. */
export const PRICE = 24.3;

/** Returns this many items, with the keys a, b, c, … */
export function items(count: number): Item[] {
  return readItems(lines(count));
}

/** Returns the JSON lines of `items`. */
export function lines(count: number): string {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({ key: String.fromCharCode(97 + index), body: body(`video ${index}`) }),
  ).join("\n");
}

/** Starts a fast sandbox. It is closed after the test. */
export async function sandboxFor(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ speed: 30_000, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** Creates an empty folder. It is deleted after the test. */
export async function folderFor(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "evolink-batch-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A `fetch` that removes the results of completed tasks. */
export const withoutResults: Fetch = async (url, init) => {
  const response = await fetch(url, init);
  const task = (await response.json()) as object;
  return Response.json({ ...task, ...("results" in task ? { results: [] } : {}) });
};

/** Creates a `fetch` that adds the Prefer header of each prompt to its POST, and records the prompts. */
export function withPreferences(
  preferences: Readonly<Record<string, string>>,
  send: Fetch = (url, init) => fetch(url, init),
): Fetch & { posts: string[] } {
  const posts: string[] = [];
  const withPreference: Fetch = (url, init) => {
    if (init.method !== "POST") return send(url, init);
    const { prompt } = JSON.parse(init.body as string) as { prompt: string };
    posts.push(prompt);
    const headers = new Headers(init.headers);
    const preference = preferences[prompt];
    if (preference !== undefined) headers.set("prefer", preference);
    return send(url, { ...init, headers });
  };
  return Object.assign(withPreference, { posts });
}

/** Returns the events in a journal file. */
export async function eventsIn(path: string): Promise<Record<string, unknown>[]> {
  return (await readFile(path, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Writes a journal file as left behind by an earlier process. */
export async function leave(path: string, events: readonly object[], tail = ""): Promise<void> {
  const header = { type: "batch", version: 1, id: "0f8fad5b-d9cb-469f-a165-70867728950e" };
  await writeFile(path, [header, ...events].map((event) => `${JSON.stringify(event)}\n`).join("") + tail);
}

/** Returns the `begun` event of an item of `items`. */
export function begun(item: Item | undefined, attempt = 1): object {
  return { type: "begun", key: item?.key, attempt, at: "2026-11-22T16:00:00.000Z", hash: item?.hash, estimate: PRICE };
}

/** Matches a string by a pattern inside `toMatchObject`, where a RegExp itself would match everything. */
export function matching(pattern: RegExp): string {
  return expect.stringMatching(pattern) as string;
}

/** Matches a string that contains another inside `toMatchObject`. */
export function containing(part: string): string {
  return expect.stringContaining(part) as string;
}
