import { EvoLinkError } from "./errors.ts";
import type { ClientOptions, CreateOptions, GenerateAndWaitOptions, RequestOptions, WaitOptions } from "./options.ts";

/** The names of options; those of one call are checked together. `TIME` marks what is a number above 0. */
type Names<Options, Others = object> = Readonly<Record<Exclude<keyof Options, keyof Others>, typeof ANY | typeof TIME>>;

const ANY = 1;
const TIME = 2;

/** Names of a client's options. */
export const CLIENT = {
  apiKey: ANY,
  baseUrl: ANY,
  timeout: TIME,
  deadline: TIME,
  validate: ANY,
  headers: ANY,
  fetch: ANY,
  maxRequestsPerSecond: TIME,
  onWarning: ANY,
  onDrift: ANY,
  logger: ANY,
  logLevel: ANY,
  dangerouslyAllowBrowser: ANY,
} satisfies Names<ClientOptions>;

/** Names of the options of every call. */
export const REQUEST = {
  signal: ANY,
  timeout: TIME,
  deadline: TIME,
  validate: ANY,
  headers: ANY,
} satisfies Names<RequestOptions>;

/** Names of the options that a paid creation has besides. */
export const CREATE = { extraBody: ANY, idempotencyKey: ANY } satisfies Names<CreateOptions, RequestOptions>;

/** Names of the options of a wait. */
export const WAIT = {
  signal: ANY,
  maxWait: TIME,
  interval: TIME,
  onProgress: ANY,
  onDrift: ANY,
  callbacks: ANY,
} satisfies Names<WaitOptions>;

/** Names of the options that a creation with its wait has besides those of both. */
export const CREATED = { onCreated: ANY } satisfies Names<GenerateAndWaitOptions, CreateOptions & WaitOptions>;

/** Throws an `EvoLinkError` when an option has a name that there is not, or is a time or rate that cannot be meant. */
export function checkOptions(options: object, ...names: readonly object[]): void {
  const known = Object.assign({}, ...names) as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name))
      throw new EvoLinkError(`${name} is none of the options ${Object.keys(known).join(", ")}`);
    if (known[name] === TIME && value !== undefined && !(typeof value === "number" && value > 0))
      throw new EvoLinkError(`${name} must be a number above 0, got ${value}`);
  }
}
