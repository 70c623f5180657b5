import { isArray, own, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { asSchema, type Schema } from "../scope.ts";
import { attempt } from "../budget.ts";
import { disjoint } from "./disjoint.ts";
import type { Forms } from "./forms.ts";
import { included } from "./subset.ts";

/** A pair of branches of the old and the new version. */
export type BranchPairs =
  readonly { readonly index: number; readonly before: Schema; readonly after: Schema }[] | undefined;

/**
 * Pairs the branches of `allOf`, `anyOf` or `oneOf`: equal ones first, then those with the same name or title, then the
 * rest in order. Undefined when a branch was added or removed.
 */
export function pairBranches(forms: Forms, keyword: string, before: JsonObject, after: JsonObject): BranchPairs {
  const old = branchesOf(before, keyword);
  const next = branchesOf(after, keyword);
  if (old.length !== next.length) return undefined;
  const left = new Set(next.keys());
  const partner = new Map<number, number>();
  for (const fits of [
    sameValues(forms),
    sameName,
    (_before: Schema, _after: Schema, i: number, j: number) => i === j,
    () => true,
  ])
    for (const [i, schema] of old.entries()) {
      if (partner.has(i)) continue;
      const j = [...left].find((place) => fits(schema, next[place] ?? true, i, place));
      if (j === undefined) continue;
      partner.set(i, j);
      left.delete(j);
    }
  return old.map((schema, index) => ({
    index: partner.get(index) ?? index,
    before: schema,
    after: next[partner.get(index) ?? index] ?? true,
  }));
}

/** Returns whether the branches of a `oneOf` provably exclude one another, so that each can be compared alone. */
export function excludeEachOther(forms: Forms, schema: JsonObject): boolean {
  return succeeds(() => apart(forms, branchesOf(schema, "oneOf")));
}

/** Returns the branches of a keyword. */
export function branchesOf(schema: JsonObject, keyword: string): Schema[] {
  const value = own(schema, keyword);
  return isArray(value) ? value.map(asSchema) : [];
}

function apart(forms: Forms, branches: readonly Schema[]): boolean {
  const all = branches.map((branch) => forms.of([branch]));
  return all.every((form, i) => all.every((other, j) => j <= i || disjoint(forms, form, other)));
}

function sameValues(forms: Forms): (before: Schema, after: Schema) => boolean {
  return (before, after) =>
    succeeds(() => {
      const [a, b] = [forms.of([before]), forms.of([after])];
      return included(forms, a, b) && included(forms, b, a);
    });
}

/** Returns whether a check succeeds within the budget. */
function succeeds(decide: () => boolean): boolean {
  const decided = attempt(decide);
  return "result" in decided && decided.result;
}

function sameName(before: Schema, after: Schema): boolean {
  const name = nameOf(before);
  return name !== undefined && name === nameOf(after);
}

function nameOf(schema: Schema): string | undefined {
  if (!isObject(schema)) return undefined;
  if (typeof schema.$ref === "string") return schema.$ref.replace(/^(old|new)#/, "");
  return typeof schema.title === "string" ? schema.title : undefined;
}
