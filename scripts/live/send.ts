import { curlOf, urlOf } from "../../src/contract/request/curl.ts";
import { createRedactor } from "../../src/sdk/http/redact.ts";
import { at, type Json } from "../generate/contract.ts";
import { violationsOf } from "../judges/generated.ts";
import { answersOf } from "../surface/documented.ts";
import type { Probe } from "./probes.ts";

/** One way in which an answer differs from the contract. */
export interface LiveFinding {
  readonly where: string;
  readonly expected: string;
  readonly got: string;
  readonly message: string;
  /** A command that repeats the request; what authorises it is left out. */
  readonly curl: string;
}

/** Where the probes go. */
export interface Target {
  readonly baseUrl: string;
  readonly key: string;
  /** Milliseconds that an answer may take. */
  readonly timeout: number;
}

/** Sends a probe and judges the answer by its status and the contract's schema for that status. No text holds the key. */
export async function sendProbe(
  document: Json,
  { baseUrl, key, timeout }: Target,
  probe: Probe,
): Promise<readonly LiveFinding[]> {
  const { request, authorized, expected, where } = probe;
  const headers: Record<string, string> = authorized
    ? { ...request.headers, authorization: `Bearer ${key}` }
    : { ...request.headers };
  const { text: clean } = createRedactor(key);
  const curl = clean(curlOf(baseUrl, request, authorized ? { authorization: "" } : {}));
  const finding = (wanted: string, got: string, message: string): LiveFinding => ({
    where,
    expected: wanted,
    got: clean(got),
    message: clean(message),
    curl,
  });
  // A redirection would carry the request to somebody else.
  const init = {
    method: request.method,
    headers,
    redirect: "manual",
    signal: AbortSignal.timeout(timeout),
    ...(request.body === undefined ? {} : { body: request.body }),
  } as const;
  let status: number;
  let text: string;
  try {
    const response = await fetch(urlOf(baseUrl, request), init);
    status = response.status;
    text = await response.text();
  } catch (error) {
    return [finding(String(expected), "no answer", wordsOf(error))];
  }
  const wrong =
    status === expected
      ? []
      : [finding(String(expected), String(status), `was answered with ${status}: ${text.slice(0, 200)}`)];
  const broken = judgeBody(document, probe, status, text);
  return [...wrong, ...broken.map(([wanted, got, message]) => finding(wanted, got, message))];
}

function judgeBody(
  document: Json,
  { operation }: Probe,
  status: number,
  text: string,
): readonly (readonly [expected: string, got: string, message: string])[] {
  const answers = answersOf(document).filter((answer) => answer.operation.operationId === operation.operationId);
  const answer =
    answers.find((one) => one.status === String(status)) ?? answers.find((one) => one.status === "default");
  const name = String(at(answer?.media, "schema").$ref).replace("#/components/schemas/", "");
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return [[`${name} as JSON`, text.slice(0, 80), `the body of ${status} is not JSON`]];
  }
  return violationsOf(name, body).map(({ pointer, keyword, limit, value, message }) => [
    `${pointer} ${keyword}${limit === undefined ? "" : ` ${JSON.stringify(limit)}`} (${name})`,
    value ?? "nothing",
    `the body of ${status} breaks the contract: ${message}`,
  ]);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
