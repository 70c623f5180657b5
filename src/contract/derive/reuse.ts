import { isObject, stringsOf } from "../schema/json.ts";
import type { Context, KeywordPlace, Step, Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import type { Witness } from "./search.ts";

/** The first schema that a route comes to by a reference, other than where it begins. */
export function referredOn(context: Context, root: SchemaNode, route: readonly Step[]): Referred | undefined {
  let node = root;
  for (const [index, step] of route.entries()) {
    const at = context.places(node).find(({ keyword }) => keyword.name === step.keyword);
    const child = at?.keyword.children?.(at.place)[step.child];
    if (!child || child.descends) return undefined;
    node = child.node;
    if (step.keyword === "$ref" && node.key !== root.key) return { node, steps: route.slice(0, index + 1) };
  }
  return undefined;
}

/** Whether a side is shown by what is reused. */
export function isShown({ found }: Reused, { side }: Variant): boolean {
  return [...found.keys()].some((variant) => variant.side === side);
}

/** A schema that another refers to, and the steps that lead there. */
export interface Referred {
  readonly node: SchemaNode;
  readonly steps: readonly Step[];
}

/** What was found for a schema that is referred to and holds for the schema that refers to it. */
export interface Reused {
  readonly found: ReadonlyMap<Variant, Witness>;
  /** Whether it is no use to search for a way. */
  readonly isHopeless: (variant: Variant) => boolean;
}

/** A value as it is; and if it is an object, laid over another one, with and without the members that only the other has. */
export function laidOver(base: unknown, value: unknown, { schema }: SchemaNode): readonly unknown[] {
  if (!isObject(base) || !isObject(value)) return [value];
  const listed = isObject(schema) && isObject(schema.properties) ? Object.keys(schema.properties) : [];
  const required = isObject(schema) ? stringsOf(schema.required) : [];
  const missing = [...listed, ...required].filter((name) => !Object.hasOwn(value, name));
  const kept = Object.fromEntries(Object.entries(base).filter(([name]) => !missing.includes(name)));
  return [value, { ...base, ...value }, { ...kept, ...value }];
}

/** The schema that a schema stands for, when it is nothing but a reference, and the references on the way. */
export function resolved(
  context: Context,
  node: SchemaNode,
): { readonly node: SchemaNode; readonly wrappers: readonly KeywordPlace[] } {
  const wrappers: KeywordPlace[] = [];
  let here = node;
  while (isObject(here.schema) && wrappers.length < 50) {
    const [only, other] = context.places(here);
    if (!only || other || only.keyword.name !== "$ref") break;
    wrappers.push(only);
    here = context.target(here, "$ref");
  }
  return { node: here, wrappers };
}
