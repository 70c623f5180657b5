import { elementsOf, kindOf, kindsOfType, KINDS, type Kind } from "../../src/contract/schema/json.ts";
import { canonicalText, type JsonObject } from "../../src/shared/json.ts";
import { branchesOf, type Context } from "./schema-parts.ts";

/** Returns the kinds of values that all parts allow. */
export function kindsOf(context: Context, parts: readonly JsonObject[]): readonly Kind[] {
  return KINDS.filter((kind) =>
    parts.every((part) => {
      const isNamed = part.type === undefined || kindsOfType(part.type).includes(kind);
      const listed = listOf(part);
      return (
        isNamed &&
        (!listed || listed.some((value) => kindOf(value) === kind)) &&
        branchesOf(context, part).every((branches) =>
          branches.some((branch) => kindsOf(context, branch).includes(kind)),
        )
      );
    }),
  );
}

/** Returns the only values that all parts allow, as canonical texts, when there is a list of them. */
export function valuesOf(context: Context, parts: readonly JsonObject[]): readonly string[] | undefined {
  const lists = parts.flatMap((part) => {
    const list = listOf(part);
    return list ? [list] : [];
  });
  const [first, ...rest] = lists.map((list) => list.map(canonicalText));
  const kinds = kindsOf(context, parts);
  return first
    ?.filter((value) => rest.every((list) => list.includes(value)) && kinds.includes(kindOf(JSON.parse(value))))
    .sort();
}

function listOf(part: JsonObject): readonly unknown[] | undefined {
  if (Object.hasOwn(part, "const")) return [part.const];
  return part.enum === undefined ? undefined : elementsOf(part.enum);
}
