import { isArray, isJsonObject, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { append } from "../../openapi/json-pointer.ts";
import { asSchema, type Schema } from "../scope.ts";
import type { Change } from "./differences.ts";
import { inner, keywordLeaf, type Leaf, type Node } from "./leaves.ts";
import { isUnsent } from "./unsent.ts";

/** The changed properties of two object schemas. */
export interface PropertyChanges {
  /** The properties of both versions, as places to compare. */
  readonly parts: (node: Node) => Node[];
  /** Added and removed properties and requirements. */
  readonly leaves: readonly Leaf[];
  /** Properties that may be sent now and could not before; any value is compatible. */
  readonly unsent: readonly { readonly place: string; readonly change: Change }[];
}

/**
 * Compares `properties` and `required`. `stillNamed` returns whether the new version names a property at this place.
 */
export function propertyChanges(
  before: JsonObject,
  after: JsonObject,
  stillNamed: (name: string) => boolean,
): PropertyChanges {
  const old = propertiesOf(before);
  const next = propertiesOf(after);
  const pairs = Object.keys(old)
    .filter((name) => Object.hasOwn(next, name))
    .map((name) => ({
      name,
      before: asSchema(old[name]),
      after: asSchema(next[name]),
      isRequired: requiredOf(before).includes(name) || requiredOf(after).includes(name),
    }));
  const removed = Object.keys(old).filter((name) => !Object.hasOwn(next, name));
  const added = Object.keys(next).filter((name) => !Object.hasOwn(old, name));
  const leaves = [
    ...removed.map((name) => removal(before, after, name, stillNamed(name))),
    ...added.map((name) => addition(before, after, name)),
    ...requirements(before, after, new Set([...removed, ...added])),
    ...["properties", "required"]
      .map((keyword) => keywordLeaf([keyword], before, after))
      .filter((leaf) => leaf.isMalformed === true),
  ];
  return {
    leaves,
    parts: (node) =>
      pairs
        .filter((pair) => isUnsent(pair.before) === isUnsent(pair.after))
        .map((pair) => inner(node, append("/properties", pair.name), { member: pair.name }, pair)),
    unsent: pairs.flatMap(({ name, before: was, after: is }) => flagChanges(name, was, is)),
  };
}

/** Returns the change of a property that may be sent now and could not before, or that may no longer be sent. */
function flagChanges(name: string, before: Schema, after: Schema): { place: string; change: Change }[] {
  if (isUnsent(before) === isUnsent(after)) return [];
  const flagged = isUnsent(before) ? before : after;
  const flag = isJsonObject(flagged) && flagged.readOnly === true ? "readOnly" : "writeOnly";
  const [verb, kind] = flag === "readOnly" ? ["sent", "read-only"] : ["in the response", "write-only"];
  const change: Change = isUnsent(after)
    ? {
        level: "breaking",
        before: false,
        after: true,
        message: `it may no longer be ${verb}, because it is ${kind} now`,
      }
    : {
        level: "compatible",
        before: true,
        after: false,
        message: `it may be ${verb} now, because it is no longer ${kind}`,
      };
  return [{ place: append("/properties", name, flag), change }];
}

function removal(before: JsonObject, after: JsonObject, name: string, stillNamed: boolean): Leaf {
  const { [name]: gone, ...rest } = propertiesOf(before);
  const required = requiredOf(before).filter((other) => other !== name || requiredOf(after).includes(name));
  return {
    place: append("/properties", name),
    before: gone,
    after: undefined,
    hybrid: { ...before, properties: rest, required },
    member: name,
    vanished: !stillNamed,
    message: stillNamed ? `the property ${name} moved` : `the property ${name} was removed`,
  };
}

function addition(before: JsonObject, after: JsonObject, name: string): Leaf {
  const schema = propertiesOf(after)[name] ?? true;
  const required = requiredOf(after).includes(name);
  return {
    place: append("/properties", name),
    before: undefined,
    after: schema,
    hybrid: {
      ...before,
      properties: { ...propertiesOf(before), [name]: schema },
      ...(required ? { required: [...new Set([...requiredOf(before), name])] } : {}),
    },
    member: name,
    message: `the ${required ? "required" : "optional"} property ${name} was added`,
  };
}

function requirements(before: JsonObject, after: JsonObject, reported: ReadonlySet<string>): Leaf[] {
  const old = new Set(requiredOf(before));
  const next = new Set(requiredOf(after));
  const changed = [...new Set([...old, ...next])].filter(
    (name) => old.has(name) !== next.has(name) && !reported.has(name),
  );
  return changed.map((name) => ({
    place: "/required",
    before: old.has(name) ? name : undefined,
    after: next.has(name) ? name : undefined,
    hybrid: { ...before, required: old.has(name) ? [...old].filter((other) => other !== name) : [...old, name] },
    member: name,
    message: `the property ${name} became ${next.has(name) ? "required" : "optional"}`,
  }));
}

function propertiesOf(schema: JsonObject): JsonObject {
  const value = own(schema, "properties");
  return isObject(value) ? value : {};
}

function requiredOf(schema: JsonObject): string[] {
  const value = own(schema, "required");
  return isArray(value) ? value.filter((name: Json) => typeof name === "string") : [];
}
