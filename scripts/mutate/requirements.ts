import { entriesOf, stringsOf } from "../../src/contract/schema/json.ts";
import { canonicalText, isObject, type JsonObject } from "../../src/shared/json.ts";
import { branchesOf, type Context } from "./schema-parts.ts";

// These are split below; all others are compared unchanged.
const APART = [
  "type",
  "enum",
  "const",
  "properties",
  "items",
  "required",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "$ref",
  "around",
];
const SILENT = [
  "title",
  "description",
  "default",
  "examples",
  "example",
  "deprecated",
  "readOnly",
  "writeOnly",
  "$comment",
  "discriminator",
  "externalDocs",
  "xml",
  "$defs",
];

/** Returns the requirements of the parts, and those on which all branches of a list agree; each once, in order. */
export function requirementsOf(context: Context, parts: readonly JsonObject[]): readonly string[] {
  return [...new Set([...demandsOf(parts), ...agreedDemands(context, parts)])].sort();
}

function agreedDemands(context: Context, parts: readonly JsonObject[]): readonly string[] {
  return parts.flatMap((part) =>
    branchesOf(context, part).flatMap((branches) => {
      const [first = [], ...rest] = branches.map((branch) => demandsOf(branch));
      return first.filter((requirement) => rest.every((others) => others.includes(requirement)));
    }),
  );
}

function demandsOf(parts: readonly JsonObject[]): readonly string[] {
  return parts.flatMap((part) => [
    ...stringsOf(part.required).map((name) => `required ${name}`),
    ...entriesOf(part)
      .filter(([keyword]) => !APART.includes(keyword) && !SILENT.includes(keyword) && !keyword.startsWith("x-"))
      .map(([keyword, setting]) => `${keyword} ${canonicalText(setting)}${besides(part, keyword)}`),
  ]);
}

// The meaning of these keywords depends on adjacent keywords.
function besides(part: JsonObject, keyword: string): string {
  if (keyword === "additionalProperties")
    return ` ${Object.keys(isObject(part.properties) ? part.properties : {})
      .sort()
      .join()} ${canonicalText(part.patternProperties)}`;
  if (keyword.startsWith("unevaluated") || keyword === "prefixItems") return ` ${canonicalText(part)}`;
  return keyword.endsWith("Contains") || keyword === "contains"
    ? ` ${canonicalText([part.contains, part.minContains, part.maxContains])}`
    : "";
}
