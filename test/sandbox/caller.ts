import type { Task, VideoGenerationRequest } from "../../generated/types.ts";
import type { Sandbox } from "../../src/sandbox/index.ts";

/** A minimal valid request body. */
export const body: VideoGenerationRequest = {
  model: "kling-o3-reference-to-video",
  prompt: "A fox crosses a frozen river at dawn",
};

/** The headers of a valid request. */
export const headers = { Authorization: "Bearer key-of-a-test", "Content-Type": "application/json" };

/** A response with its parsed body. */
export interface Reply<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** Sends a create request. `send` is the global `fetch` or the sandbox's. */
export async function create(
  sandbox: Sandbox,
  fields: Partial<VideoGenerationRequest> = {},
  more: Readonly<Record<string, string>> = {},
  send: typeof fetch = sandbox.fetch,
): Promise<Reply<Task>> {
  const response = await send(`${sandbox.url}/v1/videos/generations`, {
    method: "POST",
    headers: { ...headers, ...more },
    body: JSON.stringify({ ...body, ...fields }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Task };
}

/** Reads a path of the API and parses the response as JSON. */
export async function read<T = Task>(
  sandbox: Sandbox,
  path: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Reply<T>> {
  const response = await sandbox.fetch(`${sandbox.url}${path}`, { headers: { ...headers, ...more } });
  return { status: response.status, headers: response.headers, body: (await response.json()) as T };
}
