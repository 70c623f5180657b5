import type { ContractCase } from "../../src/contract/index.ts";
import type { Json } from "../generate/contract.ts";
import { acceptedBySchema, whyNotValidated } from "../validators/generated.ts";
import { acceptedByServer, DIFFERENCES, eachOf, isSendable } from "../validators/server.ts";
import { whyNotCompiled, compileLiterals } from "../validators/types.ts";

/**
 * Whether a validator accepts a case, or why it cannot validate it. `known` is the listed reason why it differs from the
 * contract.
 */
export type ValidationResult = { readonly accepted: boolean; readonly known?: string } | { readonly skipped: string };

/** A validator of cases. */
export interface Validator {
  readonly name: string;
  /** Resolves to the result of each case, in the order of the cases. */
  readonly validate: (cases: readonly ContractCase[]) => Promise<readonly ValidationResult[]>;
}

/** Returns the generated validators: they validate every value of requests, responses and callbacks. */
export function schemasValidator(document: Json): Validator {
  const resultOf = (one: ContractCase): ValidationResult => {
    const skipped = whyNotValidated(one);
    return skipped === undefined ? { accepted: acceptedBySchema(document, one) } : { skipped };
  };
  return { name: "Generated schemas", validate: (cases) => Promise.resolve(cases.map(resultOf)) };
}

/** Returns a mock server as a validator: it validates every request that HTTP can carry. */
export function serverValidator(name: string, baseUrl: string): Validator {
  const differences = DIFFERENCES.filter(({ target }) => target === name);
  const resultOf = async (one: ContractCase): Promise<ValidationResult> => {
    if (one.request === undefined) return { skipped: "a server validates requests, not responses or callbacks" };
    if (!isSendable(one)) return { skipped: "HTTP cannot carry the value" };
    const known = differences.find(({ applies }) => applies(one))?.reason;
    return { accepted: await acceptedByServer(baseUrl, one.request), ...(known === undefined ? {} : { known }) };
  };
  return {
    name: `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`,
    async validate(cases) {
      const results: ValidationResult[] = [];
      await eachOf([...cases.entries()], async ([index, one]) => {
        results[index] = await resultOf(one);
      });
      return results;
    },
  };
}

/** TypeScript as a validator: it compiles request bodies as literals, where types can express the constraint. */
export const typesValidator: Validator = {
  name: "TypeScript",
  validate(cases) {
    const compiled = cases.filter((one) => whyNotCompiled(one) === undefined);
    const reported = new Map(compileLiterals(compiled).map((errors, index) => [compiled[index], errors]));
    const resultOf = (one: ContractCase): ValidationResult => {
      const skipped = whyNotCompiled(one);
      return skipped === undefined ? { accepted: reported.get(one)?.length === 0 } : { skipped };
    };
    return Promise.resolve(cases.map(resultOf));
  },
};
