import { EvoLinkError } from "./errors.ts";
import type { ClientOptions, CreateOptions, GenerateAndWaitOptions, RequestOptions, WaitOptions } from "./options.ts";
import { checkTimes } from "./times.ts";

/** The names of one kind of options. */
export type OptionNames = Readonly<Record<string, true>>;

type Names<Options> = Readonly<Record<keyof Options, true>>;

// Written out in full: a bundler drops an object literal that nobody uses, but not one with a spread in it.

/** Names of a client's options. */
export const CLIENT = {
  apiKey: true, baseUrl: true, timeout: true, deadline: true, validate: true, headers: true, fetch: true,
  maxRequestsPerSecond: true, onWarning: true, onDrift: true, logger: true, logLevel: true,
  dangerouslyAllowBrowser: true,
} satisfies Names<ClientOptions>;

/** Names of the options of every call. */
export const REQUEST = { signal: true, timeout: true, deadline: true, validate: true, headers: true } satisfies Names<RequestOptions>;

/** Names of the options of a paid creation. */
export const CREATE = {
  signal: true, timeout: true, deadline: true, validate: true, headers: true, extraBody: true, idempotencyKey: true,
} satisfies Names<CreateOptions>;

/** Names of the options of a wait. */
export const WAIT = {
  signal: true, maxWait: true, interval: true, onProgress: true, onDrift: true, callbacks: true,
} satisfies Names<WaitOptions>;

/** Names of the options of a creation with its wait. */
export const GENERATE_AND_WAIT = {
  signal: true, timeout: true, deadline: true, validate: true, headers: true, extraBody: true, idempotencyKey: true,
  maxWait: true, interval: true, onProgress: true, onDrift: true, callbacks: true, onCreated: true,
} satisfies Names<GenerateAndWaitOptions>;

/** Throws an `EvoLinkError` when an option has a name that there is not, or a time that cannot be meant. */
export function checkOptions(options: ClientOptions | GenerateAndWaitOptions, names: OptionNames): void {
  const known = Object.keys(names);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const meant = known.find((one) => one.toLowerCase() === name.toLowerCase());
    throw new EvoLinkError(`${name} is not an option. ${meant === undefined ? `The options are ${known.join(", ")}.` : `Did you mean ${meant}?`}`);
  }
  checkTimes(options);
}

/** What the wait of a creation takes of its options. */
export function ofWait(options: GenerateAndWaitOptions): WaitOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name in WAIT));
}
