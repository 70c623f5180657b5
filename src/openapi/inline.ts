import { append, pointerOfFragment, valueAt } from "./json-pointer.ts";
import { isArray, type Json, type JsonObject } from "./json.ts";
import { isObject } from "../shared/json.ts";
import { DocumentError } from "./document-error.ts";
import { isReferable, memberKind, SHAPES, type Kind } from "./structure.ts";

/** A value, what it is, and where it stands. */
interface Spot {
  readonly kind: Kind;
  readonly value: Json;
  readonly pointer: string;
  /** The references that led here. */
  readonly followed: readonly string[];
}

/**
 * Replaces every local `$ref` that stands where OpenAPI has no Reference Object, at `paths`, a path item, an operation,
 * `responses`, `content` and so on, by what it names. Members beside such a `$ref` count, and win.
 * References to parameters, responses, schemas and the like stay.
 * @throws DocumentError naming the place of a reference that leaves the document, names nothing or leads back to
 * itself.
 */
export function inlineReferences(document: JsonObject): JsonObject {
  const result = inlined(document, { kind: "document", value: document, pointer: "#", followed: [] });
  return isObject(result) ? result : document;
}

function inlined(document: JsonObject, spot: Spot): Json {
  const { kind, value } = spot;
  if (kind === "schema") return value;
  if (isArray(value)) return inlinedList(document, spot, value);
  if (!isObject(value)) return value;
  if (typeof value.$ref !== "string") return inlinedMembers(document, spot, value);
  if (isReferable(kind)) return value;
  // A callback may lead to the path item that it belongs to: what stands there was inlined on the way.
  if (kind === "pathItem" && spot.followed.includes(value.$ref)) return value;
  const { $ref: reference, ...siblings } = value;
  const target = inlined(document, {
    ...spot,
    value: targetOf(document, reference, spot),
    followed: [...spot.followed, reference],
  });
  const beside = inlinedMembers(document, spot, siblings);
  return isObject(target) ? { ...target, ...beside } : target;
}

function inlinedList(document: JsonObject, spot: Spot, items: readonly Json[]): Json {
  const kind = SHAPES[spot.kind].items;
  if (kind === undefined) return items;
  const made = items.map((value, index) =>
    inlined(document, { ...spot, kind, value, pointer: append(spot.pointer, index) }),
  );
  return made.every((item, index) => item === items[index]) ? items : made;
}

function inlinedMembers(document: JsonObject, spot: Spot, value: JsonObject): JsonObject {
  const members = Object.entries(value).map(([key, member]) => {
    const kind = memberKind(spot.kind, key);
    const made =
      kind === undefined
        ? member
        : inlined(document, { ...spot, kind, value: member, pointer: append(spot.pointer, key) });
    return { key, made, isSame: made === member };
  });
  return members.every(({ isSame }) => isSame)
    ? value
    : Object.fromEntries(members.map(({ key, made }) => [key, made]));
}

function targetOf(document: JsonObject, reference: string, { pointer, followed }: Spot): Json {
  if (followed.includes(reference))
    throw new DocumentError(`The reference ${reference} at ${pointer} leads back to itself.`);
  if (!reference.startsWith("#"))
    throw new DocumentError(
      `The reference ${reference} at ${pointer} leaves the document. Bundle it first, for example with redocly bundle.`,
    );
  const target = valueAt(document, pointerOfFragment(reference.slice(1)));
  if (target === undefined)
    throw new DocumentError(`The reference ${reference} at ${pointer} names nothing in the document.`);
  return target;
}
