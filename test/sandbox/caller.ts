import type { Task, VideoGenerationRequest } from "../../generated/types.ts";
import type { Sandbox } from "../../src/sandbox/index.ts";

/** A small request that the contract accepts. */
export const body: VideoGenerationRequest = {
  model: "kling-o3-reference-to-video",
  prompt: "A fox crosses a frozen river at dawn",
};

/** Headers that every accepted request has. */
export const headers = { Authorization: "Bearer key-of-a-test", "Content-Type": "application/json" };

/** An answer with its body parsed. */
export interface Reply<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Sends a creation. `send` is the global `fetch` or that of the sandbox. */
export async function create(
  sandbox: Sandbox,
  fields: Partial<VideoGenerationRequest> = {},
  more: Readonly<Record<string, string>> = {},
  send: typeof fetch = sandbox.fetch,
): Promise<Reply<Task>> {
  const answer = await send(`${sandbox.url}/v1/videos/generations`, {
    method: "POST",
    headers: { ...headers, ...more },
    body: JSON.stringify({ ...body, ...fields }),
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Task };
}

/** Reads a path of the API as JSON. */
export async function read<T = Task>(
  sandbox: Sandbox,
  path: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Reply<T>> {
  const answer = await sandbox.fetch(`${sandbox.url}${path}`, { headers: { ...headers, ...more } });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as T };
}
