import { createContext, Script } from "node:vm";
import type { Violation } from "../../../generated/validators/validator.ts";
import type { ContractCase } from "../../../src/contract/index.ts";
import { isToldRightly } from "../../judges/generated.ts";

const LIMIT_MS = 5000;

const RUN = new Script("cases.findIndex((one) => validate(one.value) !== one.valid || !isToldRightly(one, validate.errors ?? []))");

/**
 * The first case that the validator of a source judges otherwise than the contract, in words; undefined when there is none.
 * A validator that cannot be read, throws or does not end is noticed as well.
 */
export function firstMisjudged(source: string, cases: readonly ContractCase[]): string | undefined {
  const context = createContext({ cases, isToldRightly: (one: ContractCase, told: readonly Violation[]) => isToldRightly(one, told) });
  try {
    new Script(source.replace("export function", "function")).runInContext(context);
    const index = RUN.runInContext(context, { timeout: LIMIT_MS }) as number;
    const found = cases[index];
    return found && `${found.operation} ${found.location}: ${found.why}`;
  } catch (error) {
    return `the validator fails: ${String(error).slice(0, 100)}`;
  }
}
