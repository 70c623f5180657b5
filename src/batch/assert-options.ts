import { findOptionProblem, type OptionRule } from "../shared/option-rules.ts";
import { BatchError } from "./error.ts";

/** The rule of an option that is a text. */
export const TEXT: OptionRule = { description: "a text", accepts: (value) => typeof value === "string" };

/** Throws a `BatchError` (`input`) when an option has an unknown name or an invalid value. */
export function assertOptions(options: object, rules: Readonly<Record<string, OptionRule>>): void {
  const problem = findOptionProblem(options, rules);
  if (problem !== undefined) throw new BatchError("input", problem);
}
