import { at, isObject, type Json } from "../generate/contract.ts";
import { withLimits } from "../generate/limits.ts";
import { asTable, inCell } from "./table.ts";

/**
 * Renders every schema of the contract as a Markdown section: description, limits, and fields with nested fields.
 */
export function schemas(document: Json): string[] {
  return Object.entries(at(document, "components", "schemas")).flatMap(([name, value]) => {
    const schema = at(value);
    const rows = fields(schema, "");
    return [
      `### ${name}`,
      `${typeOf(schema)}. ${meaning(schema)}`,
      ...(rows.length === 0 ? [] : [asTable(["field", "type", "meaning"], rows)]),
      ...choices(schema),
    ];
  });
}

/** Returns a table row for each field; the fields of a nested object follow, with their path as a prefix. */
function fields(schema: Json, before: string): string[][] {
  const inner = isObject(schema.items) ? at(schema, "items") : schema;
  const way = inner === schema ? before : `${before}[]`;
  const required = Array.isArray(inner.required) ? (inner.required as unknown[]) : [];
  return Object.entries(at(inner, "properties")).flatMap(([name, value]) => {
    const field = at(value);
    const path = way === "" ? name : `${way}.${name}`;
    const kind = `${typeOf(field)}${required.includes(name) ? ", required" : ""}`;
    return [[`\`${path}\``, kind, inCell(meaning(field))], ...fields(field, path)];
  });
}

function typeOf(schema: Json): string {
  if (typeof schema.$ref === "string") {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return `[${name}](#${name.toLowerCase()})`;
  }
  const { type, format } = schema;
  if (type === "array") return `array of ${typeOf(at(schema, "items"))}`;
  const name = Array.isArray(type) ? type.join(" or ") : String(type);
  return typeof format === "string" ? `${name} (${format})` : name;
}

function meaning(schema: Json): string {
  const { description, enum: values, default: usual, deprecated } = withLimits(schema);
  return [
    deprecated === true ? "**Deprecated.**" : "",
    typeof description === "string" ? description : "",
    Array.isArray(values) ? `One of ${values.map(inCode).join(", ")}.` : "",
    usual === undefined ? "" : `Default ${inCode(usual)}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

const inCode = (value: unknown): string => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

function choices(schema: Json): string[] {
  const forms = Array.isArray(schema.oneOf)
    ? schema.oneOf.map((form) => `- ${String(at(form).title)}: ${String(at(form).description)}`)
    : [];
  const rule = at(schema, "then")["x-rule"];
  return [
    ...(forms.length === 0 ? [] : ["In exactly one of these forms:", forms.join("\n")]),
    ...(typeof rule === "string" ? [`A further rule: ${rule}.`] : []),
  ];
}
