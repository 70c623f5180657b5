import { curlOf, urlOf } from "../../src/contract/request/curl.ts";
import { createRedactor } from "../../src/sdk/http/redact.ts";
import { at, type Json } from "../generate/contract.ts";
import { violationsOf } from "../validators/generated.ts";
import { responsesOf } from "../coverage/documented.ts";
import type { Probe } from "./probes.ts";

/** A difference between a response and the contract. */
export interface LiveFinding {
  readonly where: string;
  readonly expected: string;
  readonly got: string;
  readonly message: string;
  /** A `curl` command that sends the same request, without the API key. */
  readonly curl: string;
}

/** The service that the probes are sent to. */
export interface Target {
  readonly baseUrl: string;
  readonly key: string;
  /** Milliseconds that a response may take. */
  readonly timeout: number;
}

/**
 * Sends a probe, then validates the response's status and its body with the contract's schema for that status. Findings
 * never contain the key.
 */
export async function sendProbe(document: Json, target: Target, probe: Probe): Promise<readonly LiveFinding[]> {
  const { request, authorized, expected, where } = probe;
  const { text: withoutKey } = createRedactor(target.key);
  const curl = withoutKey(curlOf(target.baseUrl, request, authorized ? { authorization: "" } : {}));
  const finding = ({ expected, got, message }: Difference): LiveFinding => ({
    where,
    expected,
    got: withoutKey(got),
    message: withoutKey(message),
    curl,
  });
  try {
    const { status, text } = await send(target, probe);
    const message = `the service responded with ${status}: ${text.slice(0, 200)}`;
    const statuses = status === expected ? [] : [{ expected: String(expected), got: String(status), message }];
    return [...statuses, ...validateBody(document, probe, status, text)].map(finding);
  } catch (error) {
    return [finding({ expected: String(expected), got: "no response", message: messageOf(error) })];
  }
}

async function send(
  { baseUrl, key, timeout }: Target,
  { request, authorized }: Probe,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(urlOf(baseUrl, request), {
    method: request.method,
    headers: { ...request.headers, ...(authorized ? { authorization: `Bearer ${key}` } : {}) },
    // A redirect could send the key to another host.
    redirect: "manual",
    signal: AbortSignal.timeout(timeout),
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  return { status: response.status, text: await response.text() };
}

/** How a response differs from the contract. */
type Difference = Pick<LiveFinding, "expected" | "got" | "message">;

function validateBody(document: Json, { operation }: Probe, status: number, text: string): readonly Difference[] {
  const documented = responsesOf(document).filter(
    (response) => response.operation.operationId === operation.operationId,
  );
  const response =
    documented.find((one) => one.status === String(status)) ?? documented.find((one) => one.status === "default");
  const name = String(at(response?.media, "schema").$ref).replace("#/components/schemas/", "");
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return [{ expected: `${name} as JSON`, got: text.slice(0, 80), message: `the body of ${status} is not JSON` }];
  }
  return violationsOf(name, body).map(({ pointer, keyword, limit, value, message }) => ({
    expected: `${pointer} ${keyword}${limit === undefined ? "" : ` ${JSON.stringify(limit)}`} (${name})`,
    got: value ?? "nothing",
    message: `the body of ${status} does not match the contract: ${message}`,
  }));
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
