import { once } from "node:events";
import { request, type IncomingMessage, type RequestOptions } from "node:http";
import type { ContractCase, SendableRequest } from "../../src/contract/index.ts";

/** A case that HTTP can carry. */
export type SendableCase = ContractCase & { readonly request: SendableRequest };

/**
 * Whether HTTP can carry a case: not one of an answer or a callback, nor one with a value that no header or path can
 * hold.
 */
export const isSendable = (one: ContractCase): one is SendableCase =>
  one.request !== undefined && !("unsendable" in one.request);

/**
 * Whether a server accepts a request, over HTTP or by a `fetch` of its own. A task that does not exist is no matter of
 * form: its id was accepted. Rejects when there is no answer.
 */
export async function acceptedByServer(
  baseUrl: string,
  { method, path, query, headers, body }: SendableRequest,
  send?: typeof fetch,
): Promise<boolean> {
  const search = new URLSearchParams(query.map(([name, text]) => [name, text]));
  const url = `${baseUrl}${path}${search.size > 0 ? `?${search.toString()}` : ""}`;
  const options = { method, headers: { ...headers, authorization: "Bearer test-key" } };
  const { status, text } = await (send === undefined
    ? answerOf(url, options, body)
    : fetched(send, url, options, body));
  return status < 400 || text.includes("task_not_found");
}

async function fetched(
  send: typeof fetch,
  url: string,
  init: { readonly method: string; readonly headers: Readonly<Record<string, string>> },
  body = "",
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await send(url, body === "" ? init : { ...init, body });
  return { status: response.status, text: await response.text() };
}

// Without `fetch`, which takes twice the time for a request: there are many.
async function answerOf(
  url: string,
  options: RequestOptions,
  body = "",
): Promise<{ readonly status: number; readonly text: string }> {
  // Each on a connection of its own: one that was kept may have been closed by the server just now.
  const sent = request(url, { ...options, agent: false });
  if (body !== "") sent.setHeader("content-length", Buffer.byteLength(body));
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

/** Where a server is known to decide otherwise than the contract says. */
export const DIFFERENCES: readonly {
  readonly target: string;
  readonly reason: string;
  readonly applies: (one: SendableCase) => boolean;
}[] = [];

const AT_A_TIME = 8;

/** Runs a task for each item, at most 8 at a time. */
export async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const work = async (): Promise<void> => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) await run(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}
