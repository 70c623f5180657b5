import type { ContractCase, SendableRequest } from "./case.ts";
import { curlOf, urlOf } from "./request/curl.ts";

/** How cases are sent. */
export interface RunOptions {
  /** Where the service is, such as `http://127.0.0.1:4010`; may have a path. */
  readonly baseUrl: string;
  /** Headers for every request, such as the authorisation. A case's own header of the same name goes first. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends a request. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** How many requests are under way at a time. Default 8. */
  readonly concurrency?: number;
}

/** A case that did not go as the contract says, or could not be sent. */
export interface Finding {
  /** Operation, location, parameter and constraint. */
  readonly where: string;
  readonly expected: "2xx" | "4xx";
  /** The status, `not sendable`, or `no answer`. */
  readonly got: string;
  readonly message: string;
  /** A command that repeats the request; empty for one that cannot be sent. */
  readonly curl: string;
}

/**
 * Sends the cases of request parts (body, path, query, header, cookie) and judges by status alone: 2xx has accepted, 4xx has
 * refused. A value that HTTP cannot carry is a finding of its own. Cases of answers and callbacks are left aside. Rejects only
 * when `fetch` itself is broken beyond a failed request.
 */
export async function runCases(cases: readonly ContractCase[], options: RunOptions): Promise<readonly Finding[]> {
  const queue = cases.filter((one) => one.request !== undefined).map((one, index) => ({ one, index }));
  const findings: (readonly [index: number, finding: Finding])[] = [];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const finding = await runCase(next.one, options);
      if (finding) findings.push([next.index, finding]);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency ?? 8 }, work));
  return findings.sort(([left], [right]) => left - right).map(([, finding]) => finding);
}

async function runCase(one: ContractCase, options: RunOptions): Promise<Finding | undefined> {
  const { request, valid, why } = one;
  if (!request) return undefined;
  const expected = valid ? "2xx" : "4xx";
  const about = { where: whereOf(one), expected } as const;
  if ("unsendable" in request)
    return { ...about, got: "not sendable", message: `${request.unsendable} (${why})`, curl: "" };
  const curl = curlOf(options.baseUrl, request, options.headers ?? {});
  try {
    const status = await send(request, options);
    if (Math.floor(status / 100) === (valid ? 2 : 4)) return undefined;
    return {
      ...about,
      got: String(status),
      message: `${valid ? "a valid" : "an invalid"} value was answered with ${status}: ${why}`,
      curl,
    };
  } catch (error) {
    return {
      ...about,
      got: "no answer",
      message: `${error instanceof Error ? error.message : String(error)}: ${why}`,
      curl,
    };
  }
}

async function send(
  request: SendableRequest,
  { baseUrl, headers, fetch: sender = fetch }: RunOptions,
): Promise<number> {
  const merged = new Headers(headers);
  for (const [name, text] of Object.entries(request.headers)) merged.set(name, text);
  const init = { method: request.method, headers: merged, redirect: "manual" } as const;
  const response = await sender(
    urlOf(baseUrl, request),
    request.body === undefined ? init : { ...init, body: request.body },
  );
  await response.body?.cancel();
  return response.status;
}

function whereOf({ operation, location, parameter, pointer, keyword }: ContractCase): string {
  return `${operation} ${location}${parameter === undefined ? "" : ` ${parameter}`} ${pointer} ${keyword}`;
}
