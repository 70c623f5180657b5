import { isObject } from "../shared/json.ts";
import { findOptionProblem, RULES, type OptionRule } from "../shared/option-rules.ts";
import { EvoLinkError } from "./errors/errors.ts";
import type { ClientOptions, CreateOptions, GenerateAndWaitOptions, RequestOptions, WaitOptions } from "./options.ts";

/** The rules of the options of a call, without those that it inherits from another type. */
type Rules<Options, Others = object> = Readonly<Record<Exclude<keyof Options, keyof Others>, OptionRule>>;

/** Headers of the connection or of the body's encoding (RFC 9112; RFC 9110, sections 7.6.1, 10.1.1). */
const TRANSPORT_HEADERS = [
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
];

const headers: OptionRule = {
  description: `an object of names and values that HTTP allows, without ${TRANSPORT_HEADERS.join(", ")}`,
  accepts: areHeaders,
};

const common = {
  timeout: RULES.positive,
  deadline: RULES.positive,
  maxRetries: RULES.count,
  validate: RULES.boolean,
  headers,
};

/** Options of a client. */
export const CLIENT_OPTIONS = {
  ...common,
  apiKey: RULES.text,
  baseUrl: RULES.text,
  allowInsecureHttp: RULES.boolean,
  fetch: RULES.callback,
  maxRequestsPerSecond: RULES.positive,
  maxResponseBytes: RULES.positive,
  onWarning: RULES.callback,
  onDrift: RULES.callback,
  logger: RULES.logger,
  logLevel: RULES.any,
  dangerouslyAllowBrowser: RULES.boolean,
} satisfies Rules<ClientOptions>;

/** Options of every call. */
export const REQUEST_OPTIONS = { signal: RULES.signal, ...common } satisfies Rules<RequestOptions>;

/** Further options of a create request. */
export const CREATE_OPTIONS = { extraBody: RULES.object, idempotencyKey: RULES.any } satisfies Rules<
  CreateOptions,
  RequestOptions
>;

/** Options of a wait. */
export const WAIT_OPTIONS = {
  signal: RULES.signal,
  maxWait: RULES.positive,
  interval: RULES.positive,
  onProgress: RULES.callback,
  onDrift: RULES.callback,
  callbacks: RULES.callbackHandler,
} satisfies Rules<WaitOptions>;

/** Further options of `generateAndWait`. */
export const CREATED_OPTIONS = { onCreated: RULES.callback } satisfies Rules<
  GenerateAndWaitOptions,
  CreateOptions & WaitOptions
>;

/** Throws an `EvoLinkError` when an option has an unknown name or an invalid value. */
export function assertOptions(options: object, ...rules: readonly Readonly<Record<string, OptionRule>>[]): void {
  const problem = findOptionProblem(options, Object.assign({}, ...rules) as Record<string, OptionRule>);
  if (problem !== undefined) throw new EvoLinkError(problem);
}

function areHeaders(value: unknown): boolean {
  try {
    const isIterable = isObject(value) && Symbol.iterator in value && !(value instanceof Headers);
    const given = new Headers(value as Record<string, string>);
    return isObject(value) && !isIterable && !TRANSPORT_HEADERS.some((name) => given.has(name));
  } catch {
    return false;
  }
}
