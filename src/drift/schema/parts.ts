import { append } from "../../openapi/json-pointer.ts";
import { isJsonObject, own, type JsonObject } from "../../openapi/json.ts";
import { patternStrings } from "../../patterns/strings.ts";
import { equal } from "../../shared/json.ts";
import { asSchema, type Schema } from "../scope.ts";
import type { Step } from "./bodies.ts";
import { branchesOf, excludeEachOther, pairBranches } from "./branches.ts";
import { inner, type Node } from "./leaves.ts";
import type { Forms } from "./forms.ts";

/** A keyword of two schemas at one place. */
export interface Part {
  readonly node: Node;
  readonly keyword: string;
  readonly schemas: { readonly before: JsonObject; readonly after: JsonObject };
}

/** A pair of parts, and whether they apply to the same value as the surrounding schemas. */
export interface PairOfParts {
  readonly node: Node;
  readonly isInPlace: boolean;
}

/**
 * Returns the pairs of parts of a keyword; undefined when a part has no partner and the keyword is compared as a whole.
 */
export function partsUnder(
  forms: Forms,
  part: Part,
  isSame: (a: Schema, b: Schema) => boolean,
): readonly PairOfParts[] | undefined {
  switch (part.keyword) {
    case "allOf":
    case "anyOf":
    case "oneOf":
      return branches(forms, part);
    case "items":
    case "additionalProperties":
      return only(part);
    case "then":
    case "else":
      return conditional(part, isSame);
    case "patternProperties":
    case "prefixItems":
      return listed(part);
    default:
      return undefined;
  }
}

function branches(forms: Forms, { node, keyword, schemas: { before, after } }: Part): PairOfParts[] | undefined {
  if (own(before, keyword) === undefined || own(after, keyword) === undefined) return undefined;
  const isOverlapping =
    keyword === "oneOf" && !(excludeEachOther(forms, before) && excludeEachOther(forms, after))
      ? true
      : node.isOverlapping;
  return pairBranches(forms, keyword, before, after)?.map((pair) => ({
    isInPlace: true,
    node: {
      ...node,
      isOverlapping,
      pointer: `${node.pointer}/${keyword}/${pair.index}`,
      before: pair.before,
      after: pair.after,
    },
  }));
}

function only({ node, keyword, schemas }: Part): PairOfParts[] | undefined {
  const [old, next] = [own(schemas.before, keyword), own(schemas.after, keyword)];
  if (!isJsonObject(old) || !isJsonObject(next)) return undefined;
  const step: Step =
    keyword === "items" ? { item: branchesOf(schemas.before, "prefixItems").length } : { member: "extra" };
  return [{ isInPlace: false, node: inner(node, `/${keyword}`, step, { before: old, after: next }) }];
}

function conditional(
  { node, keyword, schemas: { before, after } }: Part,
  isSame: (a: Schema, b: Schema) => boolean,
): PairOfParts[] | undefined {
  const [old, next] = [own(before, keyword), own(after, keyword)];
  if (old === undefined || next === undefined || !isSame(asSchema(before.if), asSchema(after.if))) return undefined;
  const pointer = `${node.pointer}/${keyword}`;
  return [{ isInPlace: true, node: { ...node, pointer, before: asSchema(old), after: asSchema(next) } }];
}

function listed({ node, keyword, schemas }: Part): PairOfParts[] | undefined {
  const [old, next] = [entriesAt(schemas.before, keyword), entriesAt(schemas.after, keyword)];
  if (!old || !next || !equal([...old.keys()].toSorted(), [...next.keys()].toSorted())) return undefined;
  return [...old].map(([place, before]) => {
    const step: Step =
      keyword === "prefixItems" ? { item: Number(place) } : { member: patternStrings(place)[0] ?? place };
    const after = next.get(place) ?? true;
    return { isInPlace: false, node: inner(node, append(`/${keyword}`, place), step, { before, after }) };
  });
}

function entriesAt(schema: JsonObject, keyword: string): Map<string, Schema> | undefined {
  const value = own(schema, keyword);
  if (typeof value !== "object" || value === null) return undefined;
  return new Map(Object.entries(value).map(([place, member]) => [place, asSchema(member)]));
}
