import type { ConstraintRef, ContractCase, Derivation, DocumentProblem } from "../case.ts";
import type { Part } from "../operations.ts";
import type { View } from "../schema/view.ts";

/** Description of a case that is an example of the document. */
const EXAMPLE = "an example of the document";

/**
 * Returns the examples of a request part as cases. An example that its own schema rejects is a problem of the document,
 * and no case.
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
  // A `readOnly` or `writeOnly` property of the other direction does not invalidate an example.
  return { cases, coverage: [], problems: source.omitsProperties ? [] : problems };
}
