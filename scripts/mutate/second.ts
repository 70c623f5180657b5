import type { ContractCase } from "../../src/contract/index.ts";
import { type JsonObject } from "../../src/shared/json.ts";
import type { Mutant } from "./operators.ts";
import { prismValidator, type PrismValidator } from "./prism.ts";
import { differingCases, type Plan } from "./suite.ts";

/**
 * The second validator's result for a mutant that the first has detected; undefined when the constraint applies to no
 * request.
 */
export type SecondOpinion = "noticed" | "unnoticed" | undefined;

const MOST_ASKED = 12;

/**
 * Tests a mutant with Prism. A request detects it if Prism decides it correctly when serving the contract, and
 * differently when serving the mutant.
 */
export class SecondValidator {
  readonly #document: JsonObject;
  #original: Promise<PrismValidator> | undefined;

  constructor(document: JsonObject) {
    this.#document = document;
  }

  async opinionOf(
    mutant: Mutant,
    { rootsOf }: Plan,
    casesByRoot: ReadonlyMap<string, readonly ContractCase[]>,
  ): Promise<SecondOpinion> {
    const roots = rootsOf.get(mutant.pointer) ?? [];
    const differing = roots.flatMap((root) =>
      differingCases(mutant, root, (casesByRoot.get(root) ?? []).filter(isSendable), MOST_ASKED),
    );
    if (differing.length === 0) return undefined;
    const original = await (this.#original ??= prismValidator(this.#document));
    const mutated = await prismValidator(mutant.document);
    for (const one of differing) {
      if ((await original(one)) === one.valid && (await mutated(one)) !== one.valid) return "noticed";
    }
    return "unnoticed";
  }
}

function isSendable({ request }: ContractCase): boolean {
  return request !== undefined && !("unsendable" in request);
}
