import type { ConstraintRef, ContractCase, Derivation } from "../case.ts";
import type { Part } from "../operations.ts";
import type { View } from "../schema/view.ts";

/**
 * Returns the case of a missing required parameter, body or response header. The JSON output writes its value as null,
 * so a part whose schema accepts null has no such case; its coverage says so.
 */
export function requirementOf(
  { source, oracle }: View,
  at: Pick<ConstraintRef, "operation" | "location">,
  part: Part,
): Pick<Derivation, "cases" | "coverage"> {
  const { owner, root, location, header } = part;
  const isResponseBody = location === "callback" || (location.startsWith("response:") && header === undefined);
  // A path without a parameter is a different path.
  if (owner.value.required !== true || isResponseBody || location === "path") return { cases: [], coverage: [] };
  const constraint = { ...at, pointer: owner.pointer, keyword: "required" };
  const acceptsNull = oracle.validator(source.node(root))(null);
  const reason = acceptsNull ? "null is accepted, and represents a missing value" : "";
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

/** Returns the name of a parameter or response header. */
export function nameOf({ owner, header }: Part): Pick<ContractCase, "parameter" | "header"> {
  if (header !== undefined) return { header };
  const { name } = owner.value;
  return typeof name === "string" ? { parameter: name } : {};
}
