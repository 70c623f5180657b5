import { EvoLinkError } from "../sdk/index.ts";
import { findOptionProblem, RULES, type OptionRule, type OptionRules } from "../shared/option-rules.ts";
import { END_OF_TIME } from "./clock.ts";
import type { CreateSandboxOptions, SandboxOptions } from "./options.ts";

/** Maximum number of credits. The sandbox counts millionths, whose sums are exact up to this number. */
export const MAX_CREDITS = 1e9;

const httpUrl: OptionRule = { description: "an http or https URL", accepts: isHttpUrl };

const hosts: OptionRule = {
  description: "a list of host names in lower case, without scheme and port",
  accepts: (value) => Array.isArray(value) && value.every(isHostname),
};

/** Options of every sandbox. */
export const CREATE_SANDBOX_OPTIONS: OptionRules<CreateSandboxOptions> = {
  speed: { description: "a finite number from 0", accepts: (value) => isNumberWithin(value, Number.MAX_VALUE) },
  seed: { description: "a whole number", accepts: Number.isSafeInteger },
  start: { description: "a Date from 1970 to 9999", accepts: isStart },
  credits: { description: `a number from 0 to ${MAX_CREDITS}`, accepts: (value) => isNumberWithin(value, MAX_CREDITS) },
  expectKey: {
    description: "a string without blanks, not empty",
    accepts: (value) => typeof value === "string" && /^\S+$/.test(value),
  },
  allowCallbackHosts: hosts,
  allowHosts: hosts,
  publicUrl: httpUrl,
  keepTasks: {
    description: "a whole number from 1, or Infinity",
    accepts: (value) => RULES.count.accepts(value) && value !== 0,
  },
  callbackTimeout: RULES.positive,
  onRequest: RULES.callback,
};

/** Options of a sandbox that listens. */
export const SANDBOX_OPTIONS: OptionRules<SandboxOptions> = {
  ...CREATE_SANDBOX_OPTIONS,
  port: {
    description: "a whole number from 0 to 65535",
    accepts: (value) => Number.isInteger(value) && isNumberWithin(value, 65_535),
  },
  host: { description: "an address, not empty", accepts: (value) => typeof value === "string" && value !== "" },
};

/** Options of the handlers for MSW. */
export const HANDLERS_OPTIONS = { ...CREATE_SANDBOX_OPTIONS, baseUrl: httpUrl };

/** Throws an `EvoLinkError` when an option has an unknown name or an invalid value. */
export function assertOptions(options: object, rules: Readonly<Record<string, OptionRule>>): void {
  const problem = findOptionProblem(options, rules);
  if (problem !== undefined) throw new EvoLinkError(problem);
}

/** Throws an `EvoLinkError` unless an argument is a number from 0 to `most`. */
export function assertNumberWithin(name: string, value: unknown, most: number): void {
  if (isNumberWithin(value, most)) return;
  const got = typeof value === "number" ? String(value) : `a value of type ${typeof value}`;
  throw new EvoLinkError(`${name} must be a number from 0 to ${most}, got ${got}.`);
}

function isNumberWithin(value: unknown, most: number): boolean {
  return typeof value === "number" && value >= 0 && value <= most;
}

/** Returns whether a value is a valid start time; accepts a `Date` of another realm. */
function isStart(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object Date]" && isNumberWithin(Number(value), END_OF_TIME);
}

function isHttpUrl(value: unknown): boolean {
  return typeof value === "string" && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** Returns whether a value is a host as `URL.hostname` writes it. */
function isHostname(value: unknown): boolean {
  const url = `http://${String(value)}/`;
  return typeof value === "string" && URL.canParse(url) && new URL(url).hostname === value;
}
