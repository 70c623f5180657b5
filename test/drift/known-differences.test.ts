// Protects openapi/known-differences.yaml: every entry is complete and refers to a place in the contract.
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { isArray, type Json, type JsonObject } from "../../src/openapi/json.ts";
import { isObject } from "../../src/shared/json.ts";
import { append, valueAt } from "../../src/openapi/json-pointer.ts";
import { parseDocument } from "../../src/openapi/parse.ts";
import { matches, readKnown } from "../../src/drift/vendor/known.ts";

const contract = parseDocument(readFileSync("openapi/openapi.yaml", "utf8"), "openapi.yaml");
const known = readKnown(
  parse(readFileSync("openapi/known-differences.yaml", "utf8")) as Json,
  "known-differences.yaml",
);

/** Returns the pointers to all places below a value. References are followed, each one once. */
function placesOf(value: Json, pointer: string, document: JsonObject, followed: readonly string[] = []): string[] {
  if (isArray(value))
    return value.flatMap((item, index) => [
      append(pointer, index),
      ...placesOf(item, append(pointer, index), document, followed),
    ]);
  if (!isObject(value)) return [];
  const members = Object.entries(value).flatMap(([key, member]) => [
    append(pointer, key),
    ...placesOf(member, append(pointer, key), document, followed),
  ]);
  const { $ref: reference } = value;
  if (typeof reference !== "string" || followed.includes(reference)) return members;
  return [...members, ...placesOf(valueAt(document, reference) ?? null, pointer, document, [...followed, reference])];
}

/**
 * Returns whether an entry refers to one of the places. For an addition, which only the vendor's page has, the parent is
 * sufficient.
 */
function isPlaced({ where, change = "added" }: (typeof known)[number], places: readonly string[]): boolean {
  const wanted = change === "added" ? [where, where.slice(0, where.lastIndexOf("/"))] : [where];
  return wanted.some((pattern) => places.some((place) => matches(pattern, place)));
}

describe("the known differences", () => {
  const places = placesOf(contract.paths ?? null, "#/paths", contract);

  it.each(known.map((entry) => [entry.where, entry] as const))(
    "at %s refer to a place in the contract and have a date",
    (_where, entry) => {
      expect(isPlaced(entry, places)).toBe(true);
      expect(entry.since).toMatch(/^\d{4}-\d\d-\d\d$/);
    },
  );

  it("do not match a contract without places", () => {
    expect(known.filter((entry) => isPlaced(entry, []))).toEqual([]);
  });
});
