import { Source } from "../../src/contract/schema/source.ts";
import { canonicalText, type JsonObject } from "../../src/shared/json.ts";
import { normalForm } from "./normal.ts";
import type { Mutant } from "./operators.ts";

/**
 * Returns the name of the normal form in which a mutant equals the original document, for all its roots; undefined when
 * there is none.
 */
export function equivalenceOf(
  document: JsonObject,
  { document: mutated }: Mutant,
  roots: readonly string[],
): string | undefined {
  const [before, after] = [new Source(document), new Source(mutated)];
  const isSame = roots.every(
    (root) => canonicalText(normalForm(before, root)) === canonicalText(normalForm(after, root)),
  );
  return isSame ? "effective requirements" : undefined;
}
