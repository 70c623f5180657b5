import { holdsData, holdsNames, referencesIn } from "../openapi/references.ts";
import { CannotCompare, type Side } from "./finding.ts";
import { isArray, type Json, type JsonObject } from "../openapi/json.ts";
import { isObject } from "../shared/json.ts";
import { pointerOfFragment, valueAt } from "../openapi/json-pointer.ts";

/** A JSON Schema (2020-12) with absolute references: `old#/…` or `new#/…`. */
export type Schema = boolean | JsonObject;

/**
 * Makes every local reference of a document absolute, so that parts of two documents can be combined.
 */
export function absolute(value: Json, side: Side, keysAreNames = false): Json {
  if (isArray(value)) return value.map((item) => absolute(item, side));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      // Without a dynamic scope, a dynamic reference is like a plain one.
      key === "$dynamicRef" && !keysAreNames && value.$ref === undefined ? "$ref" : key,
      keysAreNames ? absolute(member, side) : absoluteMember(key, member, side),
    ]),
  );
}

function absoluteMember(key: string, member: Json, side: Side): Json {
  if ((key === "$ref" || key === "$dynamicRef") && typeof member === "string")
    return member.startsWith("#") ? `${side}${member}` : member;
  if (holdsData(key, member)) return member;
  return absolute(member, side, holdsNames(key));
}

/** Makes references local again, for values in reports. */
export function shown(value: Json | undefined): Json | undefined {
  if (isArray(value)) return value.map((item) => shown(item) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) =>
      (key === "$ref" || key === "$dynamicRef") && typeof member === "string"
        ? [key, member.replace(/^(old|new)#/, "#")]
        : [key, shown(member) ?? null],
    ),
  );
}

/** The two documents of a comparison. Resolves their references. */
export class Scope {
  readonly #documents: Readonly<Record<Side, JsonObject>>;
  readonly #targets = new Map<string, Json>();

  /** Creates a scope of two documents with absolute references. */
  constructor(oldDocument: JsonObject, newDocument: JsonObject) {
    this.#documents = { old: oldDocument, new: newDocument };
  }

  /**
   * Resolves a reference. Throws CannotCompare with its place when the target does not exist or is in another document.
   */
  resolve(reference: string): Json {
    const target = this.find(reference);
    if (target !== undefined) return target;
    const [side, fragment = ""] = reference.split("#", 2);
    const place = this.#placeOf(reference);
    if (side !== "old" && side !== "new")
      throw new CannotCompare(
        `The reference ${reference}${place} leaves the document. Bundle it first, for example with redocly bundle.`,
      );
    throw new CannotCompare(`The ${side} document has nothing at #${fragment}, to which it refers${place}.`);
  }

  /** Resolves a reference; undefined when the target does not exist. */
  find(reference: string): Json | undefined {
    const known = this.#targets.get(reference);
    if (known !== undefined) return known;
    const [side, fragment = ""] = reference.split("#", 2);
    if (side !== "old" && side !== "new") return undefined;
    const document = this.#documents[side];
    const pointer = pointerOfFragment(fragment);
    const target = pointer === "" || pointer.startsWith("/") ? valueAt(document, pointer) : anchored(document, pointer);
    if (target !== undefined) this.#targets.set(reference, target);
    return target;
  }

  /** Returns the JSON pointer of a referenced schema, for messages. */
  pointerOf(schema: Json): string | undefined {
    return [...this.#targets].find(([, target]) => target === schema)?.[0];
  }

  #placeOf(reference: string): string {
    for (const document of Object.values(this.#documents))
      for (const found of referencesIn(document)) if (found.reference === reference) return ` at ${found.pointer}`;
    return "";
  }

  /**
   * Follows references to the final target. Throws CannotCompare on a reference that leads back to itself.
   */
  follow(value: Json | undefined): Json | undefined {
    const seen = new Set<string>();
    let current = value;
    while (isObject(current) && typeof current.$ref === "string") {
      const reference = current.$ref;
      if (seen.has(reference))
        throw new CannotCompare(`The reference ${reference}${this.#placeOf(reference)} leads back to itself.`);
      seen.add(reference);
      current = this.resolve(reference);
    }
    return current;
  }

  /** Returns the object that a value is or refers to; an empty object when it is none. */
  object(value: Json | undefined): JsonObject {
    const found = this.follow(value);
    return isObject(found) ? found : {};
  }

  /** Resolves a reference of a schema. */
  schema(reference: string): Schema {
    return asSchema(this.resolve(reference));
  }
}

/** Interprets a value as a schema: anything but an object or a boolean allows every value. */
export function asSchema(value: Json | undefined): Schema {
  return isObject(value) || typeof value === "boolean" ? value : true;
}

function anchored(value: Json, name: string): Json | undefined {
  if (isArray(value)) return value.map((item) => anchored(item, name)).find((found) => found !== undefined);
  if (!isObject(value)) return undefined;
  if (value.$anchor === name || value.$dynamicAnchor === name) return value;
  return anchored(Object.values(value), name);
}
