import { inspect } from "node:util";
import { BatchError } from "./error.ts";

/** What a number may be. */
type Rule = "above 0" | "a whole number above 0" | "at least 1000";

const RULES: Readonly<Record<Rule, (value: number) => boolean>> = {
  "above 0": (value) => value > 0,
  "a whole number above 0": (value) => Number.isSafeInteger(value) && value > 0,
  "at least 1000": (value) => value >= 1000,
};

/**
 * Makes sure that numbers are what they have to be. Undefined ones have defaults.
 *
 * @throws {BatchError} `input`, with the option, the rule and the value.
 */
export function assertNumbers<Options extends object>(
  options: Options,
  rules: { readonly [Name in keyof Options]?: Rule },
): void {
  for (const [name, rule] of Object.entries<Rule | undefined>(rules)) {
    const value: unknown = Reflect.get(options, name);
    if (value === undefined || rule === undefined) continue;
    if (typeof value === "number" && Number.isFinite(value) && RULES[rule](value)) continue;
    throw new BatchError("input", `${name} must be a number, ${rule}, got ${inspect(value)}.`);
  }
}

/** The rules for the numbers of a run. */
export const RUN_NUMBERS = {
  concurrency: "a whole number above 0",
  maxCredits: "above 0",
  interval: "above 0",
  maxWait: "above 0",
} as const;
