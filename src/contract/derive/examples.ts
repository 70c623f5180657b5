import type { ConstraintRef, ContractCase, Derivation, DocumentProblem } from "../case.ts";
import type { Part } from "../operations.ts";
import type { View } from "../schema/view.ts";

/** What is special about a case that the document itself gives. */
const EXAMPLE = "an example of the document";

/**
 * Returns the examples of a request part as cases. One that its own schema rejects is a problem of the document, and no
 * case.
 */
export function exampleCases(
  { source, oracle }: View,
  at: Pick<ConstraintRef, "operation" | "location">,
  about: Pick<ContractCase, "root" | "mediaType" | "parameter" | "header">,
  part: Part,
): Derivation {
  const isRequest = part.location !== "callback" && !part.location.startsWith("response:");
  const node = source.node(part.root);
  const cases: ContractCase[] = [];
  const problems: DocumentProblem[] = [];
  for (const { pointer, value } of part.examples) {
    const [fault] = oracle.faults(node, value);
    if (fault !== undefined) problems.push({ pointer, reason: `the example does not match its schema: ${fault}` });
    else if (isRequest) cases.push({ ...at, pointer, keyword: "example", valid: true, value, why: EXAMPLE, ...about });
  }
  // A property that does not belong in the direction makes an example no worse than it was meant.
  return { cases, coverage: [], problems: source.omitsProperties ? [] : problems };
}
