import { equal, isArray, own, type Json } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import type { Schema, Scope } from "../scope.ts";
import { DOCUMENTATION } from "./keywords.ts";

/** True when two schemas read the same apart from documentation and the order of keys, references followed. */
export function sameSchemaText(scope: Scope, a: Schema, b: Schema): boolean {
  return same(scope, a, b, new Set(), (key) => !DOCUMENTATION.includes(key as never) && !key.startsWith("x-"));
}

/** True when two parts of documents read the same to the last word, references followed. */
export function identical(scope: Scope, a: Json | undefined, b: Json | undefined, known = new Set<string>()): boolean {
  return same(scope, a, b, known, () => true);
}

function same(
  scope: Scope,
  a: Json | undefined,
  b: Json | undefined,
  assumed: Set<string>,
  counts: (key: string) => boolean,
): boolean {
  if (a === b) return true;
  if (isArray(a))
    return (
      isArray(b) && a.length === b.length && a.every((item, index) => same(scope, item, b[index], assumed, counts))
    );
  if (!isObject(a) || !isObject(b)) return equal(a, b);
  const keys = Object.keys(a).filter(counts);
  if (keys.length !== Object.keys(b).filter(counts).length) return false;
  return keys.every((key) => {
    const left = own(a, key);
    const right = own(b, key);
    if (right === undefined) return false;
    if (key !== "$ref" || typeof left !== "string" || typeof right !== "string" || left === right)
      return same(scope, left, right, assumed, counts);
    const pair = `${left} ${right}`;
    if (assumed.has(pair)) return true;
    assumed.add(pair);
    return same(scope, scope.resolve(left), scope.resolve(right), assumed, counts);
  });
}
