import { isArray, isJsonObject, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { asSchema, type Scope } from "../scope.ts";

const LISTS = ["allOf", "anyOf", "oneOf"];
const SINGLE = ["not", "if", "then", "else"];
/** Validating a value against more schemas than this takes too long. */
const MAX_SCHEMAS = 1_000_000;

/**
 * Returns whether a validator would evaluate too many schemas for one value: shared parts that refer to shared parts
 * double the work at each level.
 */
export function isTooCostly(scope: Scope, schema: JsonObject): boolean {
  return costOf(scope, schema, new Map()) > MAX_SCHEMAS;
}

function costOf(scope: Scope, schema: Json, known: Map<Json, number>): number {
  if (!isJsonObject(schema)) return 1;
  const before = known.get(schema);
  if (before !== undefined) return before;
  // Ends a recursion, which validators handle themselves.
  known.set(schema, 1);
  const lists = LISTS.flatMap((keyword) => {
    const parts = own(schema, keyword);
    return isArray(parts) ? parts : [];
  });
  const single = SINGLE.map((keyword) => own(schema, keyword)).filter((part) => part !== undefined);
  const target = typeof schema.$ref === "string" ? [scope.schema(schema.$ref)] : [];
  const cost = [...lists, ...single, ...target].reduce<number>(
    (sum, part) => sum + costOf(scope, asSchema(part), known),
    1,
  );
  known.set(schema, cost);
  return cost;
}
