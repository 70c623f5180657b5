import { once } from "node:events";
import { request, type IncomingMessage, type RequestOptions } from "node:http";
import type { ContractCase, SendableRequest } from "../../src/contract/index.ts";

/** A case that HTTP can carry. */
export type SendableCase = ContractCase & { readonly request: SendableRequest };

/** Returns whether HTTP can carry a case: it is a request, and its headers and path can hold the values. */
export const isSendable = (one: ContractCase): one is SendableCase =>
  one.request !== undefined && !("unsendable" in one.request);

/**
 * Resolves to whether a server accepts a request, sent over HTTP or through `send`. A well-formed id of a task that does
 * not exist counts as accepted. Rejects when there is no response.
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
    ? sendByHttp(url, options, body)
    : sendByFetch(send, url, options, body));
  return status < 400 || text.includes("task_not_found");
}

async function sendByFetch(
  send: typeof fetch,
  url: string,
  init: { readonly method: string; readonly headers: Readonly<Record<string, string>> },
  body = "",
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await send(url, body === "" ? init : { ...init, body });
  return { status: response.status, text: await response.text() };
}

// `fetch` takes twice as long for a request, and there are thousands.
async function sendByHttp(
  url: string,
  options: RequestOptions,
  body = "",
): Promise<{ readonly status: number; readonly text: string }> {
  // A new connection for each request: the server may close a kept connection at any moment.
  const sent = request(url, { ...options, agent: false });
  if (body !== "") sent.setHeader("content-length", Buffer.byteLength(body));
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() };
}

/** Known cases in which a server decides differently from the contract. */
export const DIFFERENCES: readonly {
  readonly target: string;
  readonly reason: string;
  readonly applies: (one: SendableCase) => boolean;
}[] = [];

const AT_A_TIME = 8;

/** Runs a task for each item, at most 8 at the same time. */
export async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const work = async (): Promise<void> => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) await run(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}
