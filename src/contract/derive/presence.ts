import type { ConstraintRef, Derivation } from "../case.ts";
import type { Part } from "../operations.ts";
import type { Oracle } from "../schema/oracle.ts";

/**
 * The case of a required parameter or body that is left out. JSON writes its value as null, so that a part whose schema accepts
 * null has no such case, which its coverage says.
 */
export function requirementOf(oracle: Oracle, at: Pick<ConstraintRef, "operation" | "location">, part: Part): Derivation {
  const { owner, root, location } = part;
  const isRequest = location !== "callback" && !location.startsWith("response:");
  // A path without one of its parameters is another path.
  if (owner.value.required !== true || !isRequest || location === "path") return { cases: [], coverage: [] };
  const constraint = { ...at, pointer: owner.pointer, keyword: "required" };
  const reason = oracle.verdict(root)(null) ? "null is accepted, and stands for a value that is left out" : "";
  const row = { ...constraint, side: "refused", covered: reason === "", reason } as const;
  const name = typeof owner.value.name === "string" ? { parameter: owner.value.name } : {};
  const missing = { ...constraint, valid: false, value: undefined, why: "left out", root: owner.pointer, ...name };
  return { cases: reason === "" ? [missing] : [], coverage: [row] };
}
