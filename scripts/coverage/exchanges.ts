import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { at, operations, type Json, type Operation } from "../generate/contract.ts";
import { responsesOf, bodyOf, callbacksOf, examplesOf, nameOf, parametersOf } from "./documented.ts";

/** A request with its response. */
export interface Exchange {
  /** Method and path; `callback NAME` for a callback. */
  readonly operation: string;
  readonly path: string;
  readonly requestHeaders: Headers;
  /** Parsed from JSON; undefined when the request has no body. */
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseHeaders: Headers;
  /** Parsed from JSON; undefined when the response has no body. */
  readonly responseBody: unknown;
}

const AUTHORIZED = { authorization: "Bearer test-key" };
/** A status that no operation documents by number. */
const OTHER_STATUS = 503;

/** Returns a status that a documented one covers; also for `default` and for a range such as `2XX`. */
export const statusOf = (documented: string): number =>
  documented === "default" ? OTHER_STATUS : Number(documented.replace("XX", "00"));

/** A request to a mock. */
interface Attempt {
  readonly operation: Operation;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Requests every documented response, example and header of the operations from a mock, and returns the exchanges. */
export async function exerciseOperations(
  document: Json,
  baseUrl: string,
  fetcher: typeof fetch = fetch,
): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const { operation, headers, body = firstBody(document, operation) } of attemptsOf(document)) {
    const path = pathOf(document, operation);
    const requestHeaders = new Headers({
      ...headers,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    });
    const response = await fetcher(`${baseUrl}${path}`, {
      method: operation.method.toUpperCase(),
headers: requestHeaders,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    exchanges.push({
      operation: nameOf(operation),
      path,
      requestHeaders,
      requestBody: body,
      status: response.status,
      responseHeaders: response.headers,
      responseBody: parsed(await response.text()),
    });
  }
  return exchanges;
}

function* attemptsOf(document: Json): Generator<Attempt> {
  for (const { operation, status, examples } of responsesOf(document)) {
    for (const [name] of examples)
      yield { operation, headers: { ...AUTHORIZED, prefer: `code=${statusOf(status)}, example=${name}` } };
  }
  for (const operation of operations(document)) {
    for (const [, body] of examplesOf(document, bodyOf(operation.node))) yield { operation, headers: AUTHORIZED, body };
    for (const headers of headersOf(document, operation)) {
      const attempt = { operation, headers: { ...AUTHORIZED, ...headers } };
      // Twice: the response to a retry has a header of its own.
      yield* [attempt, attempt];
    }
    for (const headers of [{}, { authorization: "Basic dGVzdDp0ZXN0" }]) yield { operation, headers };
  }
}

/** Returns the path of an operation, with the first example of each path parameter filled in. */
export function pathOf(document: Json, operation: Operation): string {
  const fill = (path: string, parameter: Json): string =>
    path.replace(`{${String(parameter.name)}}`, encodeURIComponent(String(examplesOf(document, parameter)[0]?.[1])));
  return parametersOf(document, operation)
    .filter((parameter) => parameter.in === "path")
    .reduce(fill, operation.path);
}

/** Returns the first example of an operation's request body; undefined when it has none. */
export const firstBody = (document: Json, { node }: Operation): unknown => examplesOf(document, bodyOf(node))[0]?.[1];

// One set of headers for each example of a header parameter; one empty set where the operation has no such parameter.
function headersOf(document: Json, operation: Operation): readonly Record<string, string>[] {
  const named = parametersOf(document, operation).filter((parameter) => parameter.in === "header");
  const headers = named.flatMap((parameter) =>
    examplesOf(document, parameter).map(([, value]) => ({ [String(parameter.name)]: String(value) })),
  );
  return headers.length > 0 ? headers : [{}];
}

function parsed(text: string): unknown {
  return text === "" ? undefined : JSON.parse(text);
}

/** Returns the sandbox's scenario that ends as a task does: it is named after the failure code, or else the status. */
export function scenarioOf(task: unknown): string {
  return String(at(task, "error").code ?? at(task).status);
}

/**
 * Makes the sandbox send every callback that has an example in the contract. The receiver returns each documented
 * status once.
 */
export async function exerciseCallbacks(document: Json): Promise<readonly Exchange[]> {
  const found: Exchange[] = [];
  for (const operation of operations(document)) {
    for (const [name, callback] of callbacksOf(operation)) {
      const statuses = Object.keys(at(callback, "responses"))
        .map(statusOf)
        .sort((left, right) => right - left);
      const receiver = await receive(`callback ${name}`, statuses, found);
      const sandbox = await startSandbox({ speed: 0, credits: 1e9 });
      try {
        for (const [, example] of examplesOf(document, bodyOf(callback)))
          await finish(
            sandbox,
            operation,
            { ...at(firstBody(document, operation)), callback_url: receiver.url },
            scenarioOf(example),
          );
      } finally {
        await sandbox.close();
        receiver.close();
      }
    }
  }
  return found;
}

const LONGER_THAN_A_TASK_MS = 3_600_000;

async function finish(sandbox: Sandbox, { method, path }: Operation, body: unknown, scenario: string): Promise<void> {
  const headers = { ...AUTHORIZED, "content-type": "application/json", prefer: `scenario=${scenario}` };
  await sandbox.fetch(path, { method: method.toUpperCase(), headers, body: JSON.stringify(body) });
  await sandbox.advance(LONGER_THAN_A_TASK_MS);
}

// The highest status comes first: the sandbox retries a callback after each failure, until a 2xx.
async function receive(
  operation: string,
  statuses: readonly number[],
  found: Exchange[],
): Promise<{ readonly url: string; close(): void }> {
  const left = [...statuses];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on("data", (chunk: Buffer) => chunks.push(chunk))
      .on("end", () => {
        const status = left.length > 1 ? (left.shift() ?? 0) : (left[0] ?? 200);
        const requestHeaders = new Headers(
          Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
        );
        found.push({
          operation,
          path: request.url ?? "",
          requestHeaders,
          requestBody: parsed(Buffer.concat(chunks).toString()),
          status,
          responseHeaders: new Headers(),
          responseBody: undefined,
        });
        response.writeHead(status).end();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
