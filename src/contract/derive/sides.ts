import { canonicalText, isObject } from "../../shared/json.ts";
import type { Side } from "../case.ts";
import type { SchemaNode } from "../schema/node.ts";
import type { LocalResult } from "./local-result.ts";
import type { CaseValue } from "./search.ts";

/** Returns which sides of a constraint its values cover, and why a side is not covered. */
export function sidesOf(
  caseValues: readonly CaseValue[],
  missed: LocalResult["missed"],
  canReject: boolean,
): readonly { readonly side: Side; readonly covered: boolean; readonly reason: string }[] {
  if (!canReject && !caseValues.some(({ valid }) => valid)) return [];
  const sides: readonly Side[] = canReject ? ["accepted", "refused"] : ["accepted"];
  return sides.map((side) => {
    const found = caseValues.filter(({ valid }) => valid === (side === "accepted"));
    const ways = missed.filter(({ variant }) => (variant.side === "hold") === (side === "accepted"));
    const tried =
      ways.length > 0
        ? ` (tried: ${ways
            .slice(0, 5)
            .map(({ variant }) => variant.why)
            .join("; ")})`
        : "";
    if (found.length === 0) return { side, covered: false, reason: `${whyNone(ways)}${tried}` };
    return {
      side,
      covered: true,
      reason: [
        ...(found.some(({ decides }) => decides) ? [] : [withHelp(side, found)]),
        ...(ways.length > 0 ? [`not reached${tried}`] : []),
      ].join("; "),
    };
  });
}

function whyNone(ways: LocalResult["missed"]): string {
  const isImpossible = ways.length > 0 && ways.every(({ impossible }) => impossible);
  return isImpossible
    ? "impossible: the schema contradicts itself here, so no value covers it"
    : "gave up: no value was found that covers it";
}

function withHelp(side: Side, found: readonly CaseValue[]): string {
  if (side === "accepted")
    return "accepted, but other branches or schemas would accept or refuse the same values without it";
  const besides = [...new Set(found.flatMap((caseValue) => caseValue.besides))];
  return besides.length > 0
    ? `cannot be broken alone: also broken are ${besides.slice(0, 4).join(", ")}`
    : "refused, but another schema refuses the same values";
}

/** Returns coverage rows for `discriminator`, which JSON Schema ignores (OpenAPI 3.1, section 4.8.25). */
export function discriminatorRows(nodes: readonly SchemaNode[]): readonly {
  readonly pointer: string;
  readonly keyword: string;
  readonly caseValues: readonly CaseValue[];
  readonly sides: ReturnType<typeof sidesOf>;
}[] {
  const reason =
    "JSON Schema ignores it, and so do the cases: no value is derived whose discriminator names a schema that it does not match";
  return [...new Set(nodes)]
    .filter((node) => isObject(node.raw.discriminator))
    .map(({ pointer }) => ({
      pointer,
      keyword: "discriminator",
      caseValues: [],
      sides: [{ side: "refused", covered: false, reason }],
    }));
}

/** Removes duplicate values. */
export function withoutRepetition(caseValues: readonly CaseValue[]): readonly CaseValue[] {
  const seen = new Set<string>();
  return caseValues.filter(({ value }) => {
    const text = canonicalText(value);
    return !seen.has(text) && seen.add(text);
  });
}
