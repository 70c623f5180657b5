import {
  canonical,
  elementsOf,
  entriesOf,
  isObject,
  kindOf,
  kindsOfType,
  KINDS,
  stringsOf,
  type JsonObject,
  type Kind,
} from "../../../src/contract/schema/json.ts";
import type { Source } from "../../../src/contract/schema/source.ts";

/** What a schema requirements of a value, everything that surrounds it taken into account. */
export interface NormalForm {
  readonly kinds: readonly Kind[];
  /** The only values, as canonical texts, when there is a list of them. */
  readonly values: readonly string[] | undefined;
  readonly requirements: readonly string[];
  readonly members: Readonly<Record<string, NormalForm>>;
  readonly items: NormalForm | undefined;
  readonly combined: readonly { readonly keyword: string; readonly branches: readonly NormalForm[] }[];
}

interface Context {
  readonly source: Source;
  /** References that are being expanded further out. */
  readonly open: readonly string[];
  /** References that are being expanded for the same value. */
  readonly level: readonly string[];
}

type Schema = JsonObject | boolean;

// These are taken apart below; all others are compared as they stand.
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
const COMBINING = ["anyOf", "oneOf", "not", "if", "then", "else", "allOf", "$ref"];
// Not a keyword: lists of branches of which one is known to hold, for what they agree on.
const AROUND = "around";
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

/**
 * The normal form "effective requirements": at each place of a value, the requirements of a schema together with those of all schemas that
 * surround it, and those on which all branches of its `anyOf` or `oneOf` agree. Repeating a requirement further in or further out, a
 * `type` beside a list of values, a member without requirements, and `anyOf` where no two branches can hold at once instead of `oneOf`
 * change nothing in it. Equal forms accept the same values.
 */
export function normalForm(source: Source, root: string): NormalForm {
  return formOf({ source, open: [], level: [] }, [source.node(root).schema]);
}

function formOf(context: Context, schemas: readonly Schema[]): NormalForm {
  const { parts, references } = flatten(context, schemas);
  const here = { ...context, level: [...context.level, ...references] };
  const inner = { ...context, open: [...context.open, ...here.level], level: [] };
  const values = valuesOf(here, parts);
  const kinds = kindsOf(here, parts).filter(
    (kind) => !values || values.some((value) => kindOf(JSON.parse(value)) === kind),
  );
  const members = Object.fromEntries(
    memberNames(here, parts).flatMap((name) => {
      const form = formOf(inner, [
        ...memberSchemas(parts, name),
        ...agreed(here, parts, (branch) => memberSchemas(branch, name)),
      ]);
      return isFree(form) ? [] : [[name, form] as const];
    }),
  );
  const itemSchemas = parts.flatMap((part) =>
    part.items === undefined || part.prefixItems !== undefined ? [] : [part.items as Schema],
  );
  const requirements = [...new Set([...demandsOf(parts), ...agreedDemands(here, parts)])].sort();
  return {
    kinds,
    values,
    requirements,
    members,
    items: itemSchemas.length > 0 ? formOf(inner, itemSchemas) : undefined,
    combined: combinedOf(here, parts),
  };
}

/** A schema, what it refers to and what its `allOf` holds, side by side. */
function flatten(
  context: Context,
  schemas: readonly Schema[],
): { readonly parts: readonly JsonObject[]; readonly references: readonly string[] } {
  const parts: JsonObject[] = [];
  const references: string[] = [];
  const queue = [...schemas];
  for (const schema of queue) {
    if (schema === false) parts.push({ not: {} });
    if (!isObject(schema)) continue;
    const target = schema.$ref === undefined ? undefined : context.source.pointerOf(schema.$ref);
    const isOpen = target !== undefined && context.open.includes(target);
    parts.push(isOpen ? { ...schema, recursion: rawOf(context.source, target) } : schema);
    if (target !== undefined && !isOpen) {
      references.push(target);
      queue.push(context.source.node(target).schema);
    }
    queue.push(...(elementsOf(schema.allOf) as readonly Schema[]));
  }
  return { parts: [...new Map(parts.map((part) => [canonical(part), part])).values()], references };
}

// Further in, a schema that is being expanded stands for itself: all that can be reached from it, as it is written.
function rawOf(source: Source, pointer: string, seen = new Set<string>()): JsonObject {
  seen.add(pointer);
  const found = source.node(pointer).schema;
  const inner = [...JSON.stringify(found).matchAll(/"\$ref":("(?:[^"\\]|\\.)*")/g)].map(([, text = ""]) =>
    source.pointerOf(JSON.parse(text)),
  );
  return {
    [pointer]: found,
    inner: inner.filter((target) => !seen.has(target)).map((target) => rawOf(source, target, seen)),
  };
}

function branchesOf(context: Context, part: JsonObject): readonly (readonly (readonly JsonObject[])[])[] {
  const lists = [part.anyOf, part.oneOf, ...elementsOf(part[AROUND])].map(elementsOf) as readonly (readonly Schema[])[];
  return lists
    .filter(({ length }) => length > 0)
    .map((branches) => branches.map((branch) => flatten(context, [branch]).parts));
}

// What every branch says of a member, as a list of branches for what they agree on.
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

function agreedDemands(context: Context, parts: readonly JsonObject[]): readonly string[] {
  return parts.flatMap((part) =>
    branchesOf(context, part).flatMap((branches) => {
      const [first = [], ...rest] = branches.map((branch) => demandsOf(branch));
      return first.filter((requirement) => rest.every((others) => others.includes(requirement)));
    }),
  );
}

function kindsOf(context: Context, parts: readonly JsonObject[]): readonly Kind[] {
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

function listOf(part: JsonObject): readonly unknown[] | undefined {
  if (Object.hasOwn(part, "const")) return [part.const];
  return part.enum === undefined ? undefined : elementsOf(part.enum);
}

function valuesOf(context: Context, parts: readonly JsonObject[]): readonly string[] | undefined {
  const lists = parts.flatMap((part) => {
    const list = listOf(part);
    return list ? [list] : [];
  });
  const [first, ...rest] = lists.map((list) => list.map(canonical));
  const kinds = kindsOf(context, parts);
  return first
    ?.filter((value) => rest.every((list) => list.includes(value)) && kinds.includes(kindOf(JSON.parse(value))))
    .sort();
}

function demandsOf(parts: readonly JsonObject[]): readonly string[] {
  return parts.flatMap((part) => [
    ...stringsOf(part.required).map((name) => `required ${name}`),
    ...entriesOf(part)
      .filter(([keyword]) => !APART.includes(keyword) && !SILENT.includes(keyword) && !keyword.startsWith("x-"))
      .map(([keyword, setting]) => `${keyword} ${canonical(setting)}${besides(part, keyword)}`),
  ]);
}

// What these keywords mean depends on the keywords beside them.
function besides(part: JsonObject, keyword: string): string {
  if (keyword === "additionalProperties")
    return ` ${Object.keys(isObject(part.properties) ? part.properties : {})
      .sort()
      .join()} ${canonical(part.patternProperties)}`;
  if (keyword.startsWith("unevaluated") || keyword === "prefixItems") return ` ${canonical(part)}`;
  return keyword.endsWith("Contains") || keyword === "contains"
    ? ` ${canonical([part.contains, part.minContains, part.maxContains])}`
    : "";
}

function memberNames(context: Context, parts: readonly JsonObject[]): readonly string[] {
  const inner = parts.flatMap((part) => branchesOf(context, part).flat(2));
  return [
    ...new Set([...parts, ...inner].flatMap((part) => Object.keys(isObject(part.properties) ? part.properties : {}))),
  ].sort();
}

function memberSchemas(parts: readonly JsonObject[], name: string): readonly Schema[] {
  return parts.flatMap(({ properties }) =>
    isObject(properties) && Object.hasOwn(properties, name) ? [properties[name] as Schema] : [],
  );
}

function combinedOf(context: Context, parts: readonly JsonObject[]): NormalForm["combined"] {
  const around = parts.map((part) => ({
    ...omit(part, COMBINING),
    [AROUND]: [part.anyOf, part.oneOf, ...elementsOf(part[AROUND])].filter(Array.isArray),
  }));
  const found = parts.flatMap((part) =>
    ["anyOf", "oneOf", "not", "if", "then", "else"].flatMap((keyword) => {
      if (part[keyword] === undefined) return [];
      const subschemas = keyword.endsWith("Of") ? elementsOf(part[keyword]) : [part[keyword]];
      const branches = subschemas.map((schema) => formOf(context, [...around, schema as Schema]));
      const isExclusive =
        keyword === "anyOf" &&
        branches.every((one, index) => branches.slice(index + 1).every((other) => areExclusive(one, other)));
      return [{ keyword: isExclusive ? "oneOf" : keyword, branches }];
    }),
  );
  return [...new Map(found.map((one) => [canonical(one), one])).values()];
}

function omit(part: JsonObject, keywords: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(part).filter(([keyword]) => !keywords.includes(keyword)));
}

function areExclusive(one: NormalForm, other: NormalForm): boolean {
  if (!one.kinds.some((kind) => other.kinds.includes(kind))) return true;
  if (one.values && other.values && !one.values.some((value) => other.values?.includes(value))) return true;
  const isOnlyObject = [one, other].every(({ kinds }) => kinds.length === 1 && kinds[0] === "object");
  return (
    isOnlyObject &&
    Object.keys(one.members).some((name) => {
      const isThere = [one, other].some(({ requirements }) => requirements.includes(`required ${name}`));
      const [left, right] = [one.members[name], other.members[name]];
      return isThere && left !== undefined && right !== undefined && areExclusive(left, right);
    })
  );
}

function isFree({ kinds, values, requirements, members, items, combined }: NormalForm): boolean {
  return (
    kinds.length === KINDS.length &&
    !values &&
    requirements.length === 0 &&
    Object.keys(members).length === 0 &&
    !items &&
    combined.length === 0
  );
}
