import { nearest } from "../shared/nearest.ts";
import { EvoLinkError } from "./errors.ts";
import type { ClientOptions, CreateOptions, GenerateAndWaitOptions, RequestOptions, WaitOptions } from "./options.ts";

/** What an option's value has to be, where the type alone does not say it. */
type Kind = "any" | "positive" | "count" | "headers";

/** The options of one call. Those that another type has are listed there. */
type Kinds<Options, Others = object> = Readonly<Record<Exclude<keyof Options, keyof Others>, Kind>>;

/** Options of a client. */
export const CLIENT_OPTIONS = {
  apiKey: "any",
  baseUrl: "any",
  allowInsecureHttp: "any",
  timeout: "positive",
  deadline: "positive",
  maxRetries: "count",
  validate: "any",
  headers: "headers",
  fetch: "any",
  maxRequestsPerSecond: "positive",
  maxResponseBytes: "positive",
  onWarning: "any",
  onDrift: "any",
  logger: "any",
  logLevel: "any",
  dangerouslyAllowBrowser: "any",
} satisfies Kinds<ClientOptions>;

/** Options of every call. */
export const REQUEST_OPTIONS = {
  signal: "any",
  timeout: "positive",
  deadline: "positive",
  maxRetries: "count",
  validate: "any",
  headers: "headers",
} satisfies Kinds<RequestOptions>;

/** Options that a create request has besides. */
export const CREATE_OPTIONS = { extraBody: "any", idempotencyKey: "any" } satisfies Kinds<
  CreateOptions,
  RequestOptions
>;

/** Options of a wait. */
export const WAIT_OPTIONS = {
  signal: "any",
  maxWait: "positive",
  interval: "positive",
  onProgress: "any",
  onDrift: "any",
  callbacks: "any",
} satisfies Kinds<WaitOptions>;

/** Options that `generateAndWait` has besides those of both. */
export const CREATED_OPTIONS = { onCreated: "any" } satisfies Kinds<
  GenerateAndWaitOptions,
  CreateOptions & WaitOptions
>;

/** Throws an `EvoLinkError` when an option has an unknown name or a value that it cannot have. */
export function assertOptions(options: object, ...known: readonly Readonly<Record<string, Kind>>[]): void {
  const kinds = new Map(known.flatMap((names) => Object.entries(names)));
  for (const [name, value] of Object.entries(options) as [string, unknown][]) {
    const kind = kinds.get(name);
    if (kind === undefined) throw new EvoLinkError(unknownOption(name, [...kinds.keys()]));
    if (value === undefined) continue;
    if (kind === "positive" && !(typeof value === "number" && value > 0))
      throw new EvoLinkError(`${name} must be a number above 0, got ${quote(value)}`);
    if (kind === "count" && !(typeof value === "number" && value >= 0))
      throw new EvoLinkError(`${name} must be a number from 0, got ${quote(value)}`);
    if (kind === "headers") assertHeaders(value);
  }
}

function quote(value: unknown): string {
  return typeof value === "object" ? "an object" : `${value as string | number | boolean}`;
}

function assertHeaders(value: unknown): void {
  try {
    new Headers(value as Record<string, string>);
  } catch (cause) {
    throw new EvoLinkError(`headers: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function unknownOption(name: string, known: readonly string[]): string {
  const suggestion = nearest(name, known);
  const hint = suggestion === undefined ? `The options are ${known.join(", ")}.` : `Did you mean "${suggestion}"?`;
  return `Unknown option "${name}". ${hint}`;
}
