import { isArray, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { asSchema, type Schema, type Scope } from "../scope.ts";

/** Branches and references beyond this depth are not followed. */
const MAX_DEPTH = 20;
/** A range with more integers than this is not enumerated. */
const MAX_LISTED = 1000;
const BRANCHES = ["allOf", "anyOf", "oneOf"] as const;
const OF_TEXTS = ["minLength", "maxLength", "pattern", "format"];
const OF_NUMBERS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const OF_LISTS = ["minItems", "maxItems", "uniqueItems"];
/** Keywords that this module does not translate to texts. */
const UNREAD = ["not", "if", "contains", "prefixItems", "unevaluatedItems"];

const INTEGER_TEXT = "^-?(?:0|[1-9][0-9]*)$";
const NATURAL_TEXT = "^(?:0|[1-9][0-9]*)$";
const POSITIVE_TEXT = "^[1-9][0-9]*$";
const NUMBER_TEXT = "^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$";

/** Whether a schema of texts allows exactly the texts of another schema, or possibly more. */
export type Precision = "exact" | "superset";

/**
 * Returns a schema of the texts that represent the values of a schema in a path, query, header or cookie. Undefined
 * when there is no such schema.
 */
export function textSchema(scope: Scope, schema: Schema, precision: Precision, depth = 0): Schema | undefined {
  if (typeof schema === "boolean") return schema;
  if (depth > MAX_DEPTH || UNREAD.some((keyword) => own(schema, keyword) !== undefined)) return undefined;
  const parts = [ownTexts(scope, schema, precision, depth), ...branchTexts(scope, schema, precision, depth)];
  if (typeof schema.$ref === "string") parts.push(textSchema(scope, scope.schema(schema.$ref), precision, depth + 1));
  const known = parts.filter((part) => part !== undefined);
  const [only] = known;
  if (known.length < parts.length) return undefined;
  return known.length === 1 ? only : { allOf: known };
}

function branchTexts(scope: Scope, schema: JsonObject, precision: Precision, depth: number): (Schema | undefined)[] {
  return BRANCHES.flatMap((keyword) => {
    const list = own(schema, keyword);
    if (!isArray(list)) return [];
    const branches = list.map((branch) => textSchema(scope, asSchema(branch), precision, depth + 1));
    const known = branches.filter((branch) => branch !== undefined);
    const union = keyword === "oneOf" && precision === "superset" ? "anyOf" : keyword;
    return [known.length === branches.length ? { [union]: known } : undefined];
  });
}

/** Returns the texts of a schema without its branches. Null has no text. */
function ownTexts(scope: Scope, schema: JsonObject, precision: Precision, depth: number): Schema | undefined {
  const types = own(schema, "type");
  const values = valuesOf(schema);
  if (values) return listedTexts(values, types);
  if (types === undefined) return [...OF_TEXTS, ...OF_NUMBERS].some((keyword) => keyword in schema) ? undefined : true;
  const names = (isArray(types) ? types : [types]).filter((type) => type !== "null");
  const forms = names.map((type) => textsOfType(scope, type, schema, precision, depth));
  const known = forms.filter((form) => form !== undefined);
  const [only] = known;
  if (known.length < forms.length) return undefined;
  return known.length === 1 ? only : { anyOf: known };
}

function valuesOf(schema: JsonObject): readonly Json[] | undefined {
  const [only, list] = [own(schema, "const"), own(schema, "enum")];
  if (only !== undefined) return [only];
  return isArray(list) ? list : undefined;
}

function listedTexts(values: readonly Json[], types: Json | undefined): Schema | undefined {
  const allowed = values.filter((value) => value !== null && hasType(value, types));
  return allowed.some((value) => typeof value === "object") ? undefined : { enum: allowed.map(String) };
}

function hasType(value: Json, types: Json | undefined): boolean {
  if (types === undefined) return true;
  const names = isArray(types) ? types : [types];
  return names.includes(typeof value) || (names.includes("integer") && Number.isInteger(value));
}

function textsOfType(
  scope: Scope,
  type: Json,
  schema: JsonObject,
  precision: Precision,
  depth: number,
): Schema | undefined {
  switch (type) {
    case "string":
      return { type, ...taken(schema, OF_TEXTS) };
    case "boolean":
      return { enum: ["true", "false"] };
    case "integer":
      return integerTexts(schema) ?? (precision === "superset" ? textsLike(INTEGER_TEXT) : undefined);
    case "number":
      return precision === "exact" && OF_NUMBERS.some((keyword) => keyword in schema)
        ? undefined
        : textsLike(NUMBER_TEXT);
    case "array": {
      const items = textSchema(scope, asSchema(own(schema, "items")), precision, depth + 1);
      return items === undefined ? undefined : { type, items, ...taken(schema, OF_LISTS) };
    }
    default:
      return undefined;
  }
}

function textsLike(pattern: string): Schema {
  return { type: "string", minLength: 1, pattern };
}

/** Returns the texts of integers: of all, of those from 0 or 1, or of a short range. */
function integerTexts(schema: JsonObject): Schema | undefined {
  if (own(schema, "multipleOf") !== undefined) return undefined;
  const lowest = Math.max(
    Math.ceil(numberAt(schema, "minimum", -Infinity)),
    Math.floor(numberAt(schema, "exclusiveMinimum", -Infinity)) + 1,
  );
  const highest = Math.min(
    Math.floor(numberAt(schema, "maximum", Infinity)),
    Math.ceil(numberAt(schema, "exclusiveMaximum", Infinity)) - 1,
  );
  if (highest - lowest < MAX_LISTED)
    return { enum: Array.from({ length: Math.max(0, highest - lowest + 1) }, (_, index) => String(lowest + index)) };
  if (highest !== Infinity) return undefined;
  const pattern = new Map([
    [-Infinity, INTEGER_TEXT],
    [0, NATURAL_TEXT],
    [1, POSITIVE_TEXT],
  ]).get(lowest);
  return pattern === undefined ? undefined : textsLike(pattern);
}

function numberAt(schema: JsonObject, keyword: string, otherwise: number): number {
  const value = own(schema, keyword);
  return typeof value === "number" ? value : otherwise;
}

function taken(schema: JsonObject, keywords: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keywords.includes(keyword)));
}
