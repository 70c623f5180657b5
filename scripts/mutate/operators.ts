import { COUNTS, LIMITS } from "../../src/openapi/schema-keywords.ts";
import { elementsOf, stringsOf } from "../../src/contract/schema/json.ts";
import { append } from "../../src/shared/json-pointer.ts";
import { isObject, type JsonObject } from "../../src/shared/json.ts";
import { withoutKey, withValue } from "./edit.ts";
import { patternEdits } from "./patterns.ts";

/** A document with one constraint changed. */
export interface Mutant {
  /** JSON pointer of the schema that was changed. */
  readonly pointer: string;
  readonly keyword: string;
  /** The change, in words. */
  readonly operator: string;
  readonly document: JsonObject;
}

/** A change of a schema: the operator's name and the new schema. */
export interface Edit {
  readonly operator: string;
  readonly schema: JsonObject | boolean;
}

type Operator = (schema: JsonObject, keyword: string, setting: unknown) => readonly Edit[];

const MAPS = ["properties", "patternProperties", "dependentSchemas", "dependentRequired"];
const LISTS = ["anyOf", "oneOf", "allOf", "prefixItems"];
const KEYWORDS = [
  ...[
    "type",
    "enum",
    "const",
    "multipleOf",
    "pattern",
    "format",
    "uniqueItems",
    "required",
    "items",
    "contains",
    "additionalProperties",
  ],
  ...[
    "propertyNames",
    "not",
    "if",
    "then",
    "else",
    "unevaluatedProperties",
    "unevaluatedItems",
    "$ref",
    ...COUNTS,
    ...LIMITS,
    ...MAPS,
    ...LISTS,
  ],
];

/** Returns every mutant of one schema: each constraint deleted, loosened, tightened; lists changed by one property. */
export function mutantsAt(document: JsonObject, pointer: string, schema: JsonObject): readonly Mutant[] {
  const edits = KEYWORDS.filter((keyword) => Object.hasOwn(schema, keyword)).flatMap((keyword) =>
    [deletion(schema, keyword), ...changes(schema, keyword, schema[keyword])].map((edit) => ({ ...edit, keyword })),
  );
  return edits.map(({ keyword, operator, schema: changed }) => ({
    pointer,
    keyword,
    operator,
    document: withValue(document, pointer, changed) as JsonObject,
  }));
}

function deletion(schema: JsonObject, keyword: string): Edit {
  return { operator: "deleted", schema: withoutKey(schema, keyword) };
}

const changes: Operator = (schema, keyword, setting) => {
  if (COUNTS.includes(keyword)) return byOne(schema, keyword, setting, 0);
  if (LIMITS.includes(keyword))
    return [...byOne(schema, keyword, setting, Number.NEGATIVE_INFINITY), ...exclusion(schema, keyword, setting)];
  if (MAPS.includes(keyword)) return propertiesDropped(schema, keyword, setting);
  if (LISTS.includes(keyword))
    return [...elementsDropped(schema, keyword, setting), ...combination(schema, keyword, setting)];
  return SPECIAL[keyword]?.(schema, keyword, setting) ?? [];
};

const SPECIAL: Readonly<Record<string, Operator>> = {
  type: (schema, keyword, setting) => {
    const names = typeof setting === "string" ? [setting] : stringsOf(setting);
    const all = ["null", "boolean", "integer", "number", "string", "array", "object"];
    const added = all.filter((name) => !names.includes(name) && !(name === "integer" && names.includes("number")));
    const dropped =
      names.length > 1
        ? names.map((name) =>
            set(
              schema,
              keyword,
              names.filter((other) => other !== name),
              `without ${name}`,
            ),
          )
        : [];
    const narrowed = names.includes("number")
      ? [
          set(
            schema,
            keyword,
            names.map((name) => (name === "number" ? "integer" : name)),
            "number to integer",
          ),
        ]
      : [];
    return [...added.map((name) => set(schema, keyword, [...names, name], `with ${name}`)), ...dropped, ...narrowed];
  },
  enum: (schema, keyword, setting) => elementsDropped(schema, keyword, setting),
  const: (schema, keyword, setting) => [
    set(schema, keyword, typeof setting === "boolean" ? !setting : `${String(setting)}x`, "another value"),
  ],
  multipleOf: (schema, keyword, setting) => [
    set(schema, keyword, Number(setting) * 2, "doubled"),
    set(schema, keyword, Number(setting) / 2, "halved"),
  ],
  pattern: (schema, keyword, setting) =>
    patternEdits(String(setting)).map(({ operator, pattern }) => set(schema, keyword, pattern, operator)),
  required: (schema, keyword, setting) => {
    const names = stringsOf(setting);
    const optional = Object.keys(isObject(schema.properties) ? schema.properties : {}).filter(
      (name) => !names.includes(name),
    );
    return [
      ...elementsDropped(schema, keyword, setting),
      ...optional.map((name) => set(schema, keyword, [...names, name], `with ${name}`)),
    ];
  },
  items: (schema, keyword, setting) => (setting === false ? [] : [set(schema, keyword, false, "no items")]),
  additionalProperties: (schema, keyword, setting) =>
    setting === false ? [] : [set(schema, keyword, false, "closed")],
  unevaluatedProperties: (schema, keyword, setting) =>
    setting === false ? [] : [set(schema, keyword, false, "closed")],
};

function set(schema: JsonObject, keyword: string, value: unknown, operator: string): Edit {
  return { operator, schema: { ...schema, [keyword]: value } };
}

function byOne(schema: JsonObject, keyword: string, setting: unknown, least: number): readonly Edit[] {
  const isLower = /min/i.test(keyword);
  return [Number(setting) - 1, Number(setting) + 1]
    .filter((value) => value >= least)
    .map((value) =>
      set(
        schema,
        keyword,
        value,
        value < Number(setting) === isLower ? `loosened to ${value}` : `tightened to ${value}`,
      ),
    );
}

function exclusion(schema: JsonObject, keyword: string, setting: unknown): readonly Edit[] {
  const other = keyword.startsWith("exclusive") ? keyword.replace("exclusiveM", "m") : `exclusiveM${keyword.slice(1)}`;
  if (Object.hasOwn(schema, other)) return [];
  return [{ operator: `made ${other}`, schema: { ...withoutKey(schema, keyword), [other]: setting } }];
}

function propertiesDropped(schema: JsonObject, keyword: string, setting: unknown): readonly Edit[] {
  const names = Object.keys(isObject(setting) ? setting : {});
  return names.map((name) => set(schema, keyword, withoutKey(setting as JsonObject, name), `without ${name}`));
}

function elementsDropped(schema: JsonObject, keyword: string, setting: unknown): readonly Edit[] {
  const elements = elementsOf(setting);
  if (elements.length < 2) return [];
  return elements.map((_, index) =>
    set(
      schema,
      keyword,
      elements.filter((_, other) => other !== index),
      `without ${append("", index)}`,
    ),
  );
}

const OTHER_COMBINATION: Readonly<Record<string, string>> = { oneOf: "anyOf", anyOf: "oneOf" };

function combination(schema: JsonObject, keyword: string, setting: unknown): readonly Edit[] {
  const other = OTHER_COMBINATION[keyword];
  if (other === undefined || Object.hasOwn(schema, other)) return [];
  return [{ operator: `made ${other}`, schema: { ...withoutKey(schema, keyword), [other]: setting } }];
}
