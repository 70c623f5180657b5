import { isObject, type JsonObject } from "../../src/shared/json.ts";
import { AROUND, branchesOf, type Context, type Schema } from "./schema-parts.ts";

/** Returns the names of all properties that the parts or their branches describe. */
export function propertyNames(context: Context, parts: readonly JsonObject[]): readonly string[] {
  const inner = parts.flatMap((part) => branchesOf(context, part).flat(2));
  return [
    ...new Set([...parts, ...inner].flatMap((part) => Object.keys(isObject(part.properties) ? part.properties : {}))),
  ].sort();
}

/** Returns the requirements of the parts on a property, and those that all branches of a list have in common. */
export function propertySchemas(context: Context, parts: readonly JsonObject[], name: string): readonly Schema[] {
  return [...namedIn(parts, name), ...agreed(context, parts, (branch) => namedIn(branch, name))];
}

function namedIn(parts: readonly JsonObject[], name: string): readonly Schema[] {
  return parts.flatMap(({ properties }) =>
    isObject(properties) && Object.hasOwn(properties, name) ? [properties[name] as Schema] : [],
  );
}

// The requirements of every branch on a property, as a list of branches.
function agreed(
  context: Context,
  parts: readonly JsonObject[],
  pick: (branch: readonly JsonObject[]) => readonly Schema[],
): readonly Schema[] {
  return parts.flatMap((part) =>
    branchesOf(context, part).flatMap((branches): readonly Schema[] => {
      const picked = branches.map(pick);
      return picked.some((schemas) => schemas.length === 0)
        ? []
        : [{ [AROUND]: [picked.map((schemas) => ({ allOf: schemas }))] }];
    }),
  );
}
