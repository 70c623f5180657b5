import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { at, operations, type Json, type Operation } from "../generate/contract.ts";
import { answersOf, bodyOf, callbacksOf, examplesOf, nameOf, parametersOf } from "./documented.ts";

/** One request and its answer, whoever sent them. */
export interface Exchange {
  /** Method and path; `callback NAME` for a callback. */
  readonly operation: string;
  readonly path: string;
  /** Headers of the request, by lower-case name. */
  readonly sent: Headers;
  /** The request's body, parsed; undefined when it has none. */
  readonly body: unknown;
  readonly status: number;
  readonly headers: Headers;
  /** The answer's body, parsed; undefined when it has none. */
  readonly answer: unknown;
}

const AUTHORIZED = { authorization: "Bearer test-key" };
/** A status that no operation documents by itself. */
const OTHER_STATUS = 503;

/** The status that stands for a documented one, `default` or a range such as `2XX` included. */
export const statusOf = (documented: string): number =>
  documented === "default" ? OTHER_STATUS : Number(documented.replace("XX", "00"));

/** What is sent to a mock. */
interface Attempt {
  readonly operation: Operation;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Requests everything that the contract documents of its operations from a mock, and returns what was exchanged. */
export async function exerciseOperations(
  document: Json,
  baseUrl: string,
  fetcher: typeof fetch = fetch,
): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = [];
  for (const { operation, headers, body = firstBody(document, operation) } of attemptsOf(document)) {
    const path = pathOf(document, operation);
    const sent = new Headers({ ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) });
    const response = await fetcher(`${baseUrl}${path}`, {
      method: operation.method.toUpperCase(),
      headers: sent,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    exchanges.push({
      operation: nameOf(operation),
      path,
      sent,
      body,
      status: response.status,
      headers: response.headers,
      answer: parsed(await response.text()),
    });
  }
  return exchanges;
}

function* attemptsOf(document: Json): Generator<Attempt> {
  for (const { operation, status, examples } of answersOf(document)) {
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

/** A path of an operation, each parameter filled in with its first example. */
export function pathOf(document: Json, operation: Operation): string {
  const fill = (path: string, parameter: Json): string =>
    path.replace(`{${String(parameter.name)}}`, encodeURIComponent(String(examplesOf(document, parameter)[0]?.[1])));
  return parametersOf(document, operation)
    .filter((parameter) => parameter.in === "path")
    .reduce(fill, operation.path);
}

/** The first example of an operation's body; undefined when it takes none. */
export const firstBody = (document: Json, { node }: Operation): unknown => examplesOf(document, bodyOf(node))[0]?.[1];

// Each example of a header parameter; a request without any where the operation has none.
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

/** What decides how a task ends: the code of its failure, else its status. The sandbox names its scenarios alike. */
export function endOf(task: unknown): string {
  return String(at(task, "error").code ?? at(task).status);
}

/**
 * Lets the sandbox send every callback that the contract gives an example of; the receiver gives each documented answer
 * once.
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
            endOf(example),
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

// The highest status goes first: what comes after a failure is a repetition, until 2xx ends it.
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
        const sent = new Headers(
          Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
        );
        found.push({
          operation,
          path: request.url ?? "",
          sent,
          body: parsed(Buffer.concat(chunks).toString()),
          status,
          headers: new Headers(),
          answer: undefined,
        });
        response.writeHead(status).end();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
