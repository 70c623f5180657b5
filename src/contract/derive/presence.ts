import type { ConstraintRef, ContractCase, Derivation } from "../case.ts";
import type { Part } from "../operations.ts";
import type { View } from "../schema/view.ts";

/**
 * Returns the case of a required parameter, body or header of a response that is left out. JSON writes its value as
 * null, so that a part whose schema accepts null has no such case, which its coverage says.
 */
export function requirementOf(
  { source, oracle }: View,
  at: Pick<ConstraintRef, "operation" | "location">,
  part: Part,
): Pick<Derivation, "cases" | "coverage"> {
  const { owner, root, location, header } = part;
  const isBodyOfAnswer = location === "callback" || (location.startsWith("response:") && header === undefined);
  // A path without one of its parameters is another path.
  if (owner.value.required !== true || isBodyOfAnswer || location === "path") return { cases: [], coverage: [] };
  const constraint = { ...at, pointer: owner.pointer, keyword: "required" };
  const acceptsNull = oracle.validator(source.node(root))(null);
  const reason = acceptsNull ? "null is accepted, and stands for a value that is left out" : "";
  const row = { ...constraint, side: "refused", covered: reason === "", reason } as const;
  const missing = {
    ...constraint,
    valid: false,
    value: undefined,
    why: "left out",
    root: owner.pointer,
    ...nameOf(part),
  };
  return { cases: reason === "" ? [missing] : [], coverage: [row] };
}

/** Returns the name of the parameter, or of the answer's header, that a part is. */
export function nameOf({ owner, header }: Part): Pick<ContractCase, "parameter" | "header"> {
  if (header !== undefined) return { header };
  const { name } = owner.value;
  return typeof name === "string" ? { parameter: name } : {};
}
