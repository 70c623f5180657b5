import { append, pointerOfFragment, valueAt } from "./json-pointer.ts";
import { isArray, type Json, type JsonObject } from "./json.ts";
import { isObject } from "../shared/json.ts";
import { DocumentError } from "./document-error.ts";
import { isReferable, fieldKind, STRUCTURES, type Kind } from "./structure.ts";

/** A value with its kind and its JSON pointer. */
interface Spot {
  readonly kind: Kind;
  readonly value: Json;
  readonly pointer: string;
  /** The references that were followed to it. */
  readonly followed: readonly string[];
}

/**
 * Replaces every local `$ref` by its target where OpenAPI has no Reference Object: at `paths`, a path item, an
 * operation, `responses`, `content` and so on. Members beside such a `$ref` override those of the target. References to
 * parameters, responses, schemas and the like are unchanged.
 * @throws DocumentError with the place of an external, broken or circular reference.
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
  if (typeof value.$ref !== "string") return inlinedFields(document, spot, value);
  if (isReferable(kind)) return value;
  // A callback may refer to its own path item, which is already inlined.
  if (kind === "pathItem" && spot.followed.includes(value.$ref)) return value;
  const { $ref: reference, ...siblings } = value;
  const target = inlined(document, {
    ...spot,
    value: targetOf(document, reference, spot),
    followed: [...spot.followed, reference],
  });
  const beside = inlinedFields(document, spot, siblings);
  return isObject(target) ? { ...target, ...beside } : target;
}

function inlinedList(document: JsonObject, spot: Spot, items: readonly Json[]): Json {
  const kind = STRUCTURES[spot.kind].items;
  if (kind === undefined) return items;
  const made = items.map((value, index) =>
    inlined(document, { ...spot, kind, value, pointer: append(spot.pointer, index) }),
  );
  return made.every((item, index) => item === items[index]) ? items : made;
}

function inlinedFields(document: JsonObject, spot: Spot, value: JsonObject): JsonObject {
  const fields = Object.entries(value).map(([key, field]) => {
    const kind = fieldKind(spot.kind, key);
    const made =
      kind === undefined
        ? field
        : inlined(document, { ...spot, kind, value: field, pointer: append(spot.pointer, key) });
    return { key, made, isSame: made === field };
  });
  return fields.every(({ isSame }) => isSame) ? value : Object.fromEntries(fields.map(({ key, made }) => [key, made]));
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
