import { isObject } from "../../shared/json.ts";
import type { SchemaContext } from "../keywords/context.ts";
import { evaluate } from "../schema/evaluate.ts";
import { stringsOf } from "../schema/json.ts";
import { keyOf, type Context, type KeywordPlace, type Step, type Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import type { Frame } from "./frame.ts";
import type { Found, Local } from "./local-result.ts";
import { attempt, isDecided, newProgress, sideOf, STEPS, type SearchContext, type CaseValue } from "./search.ts";
import type { Site } from "./sites.ts";

/** A constraint that applies to a root through other schemas. */
interface Wanted {
  readonly node: SchemaNode;
  readonly route: readonly Step[];
  readonly at: KeywordPlace;
}

/** Reuses the results of referenced schemas for a root. */
export class Reuse {
  readonly #context: SchemaContext;
  readonly #seed: string;
  readonly #localOf: (root: SchemaNode) => Local;
  readonly #bases = new Map<string, unknown>();

  constructor(context: SchemaContext, seed: string, localOf: (root: SchemaNode) => Local) {
    this.#context = context;
    this.#seed = seed;
    this.#localOf = localOf;
  }

  // Tries the results of a referenced schema before a new search: unchanged, and merged into a value that the root
  // accepts. Without results for the schema, the root has none either.
  found(searchContext: SearchContext, { node, route, at }: Wanted): Reused | undefined {
    const { root } = searchContext;
    const target = referredOn(this.#context, root, route);
    if (!target) return undefined;
    const result = this.#localOf(target.node).results.find(
      (other) => other.node.key === node.key && other.at.keyword === at.keyword,
    );
    if (!result) return undefined;
    const key = keyOf(node.key, at.keyword.name);
    const base = this.#baseOf(root, target);
    const found = new Map<Variant, CaseValue>();
    for (const { variant, caseValue } of result.found) {
      const kept =
        this.#asItIs(searchContext, target.node, caseValue) ??
        (caseValue.decides
          ? this.#laidOver(searchContext, laidOver(base, caseValue.value, target.node), key, { variant, caseValue })
          : this.#besides(searchContext, key, { variant, caseValue }));
      if (kept) found.set(variant, kept);
    }
    const known = new Set(result.found.map(({ variant }) => variant));
    const sides = new Set([...found.keys()].map(({ side }) => side));
    // One value for a side makes the search for others unnecessary.
    return { found, isHopeless: (variant) => !known.has(variant) || sides.has(variant.side) };
  }

  #laidOver(
    { context, root, validate }: SearchContext,
    values: readonly unknown[],
    key: string,
    { variant, caseValue }: Found,
  ): CaseValue | undefined {
    const ok = variant.side === "hold";
    const value = values.find(
      (one) =>
        isDecided(context, root, one, key) &&
        evaluate(context, root, one) === evaluate(context, root, one, { forced: { key, ok } }),
    );
    if (value === undefined) return undefined;
    const valid = validate(value);
    if (evaluate(context, root, value) !== valid) return undefined;
    return { ...caseValue, value, valid, besides: [], decides: true };
  }

  #besides(searchContext: SearchContext, key: string, { variant, caseValue }: Found): CaseValue | undefined {
    const side = sideOf(searchContext, key, caseValue.value, caseValue.valid);
    return side && { ...side, why: variant.why };
  }

  // Where the referenced schema decides about the value, its result holds for the root.
  #asItIs(
    { context, root, validate }: Omit<SearchContext, "seed">,
    { key }: SchemaNode,
    caseValue: CaseValue,
  ): CaseValue | undefined {
    const outcomeIf = (ok: boolean): boolean =>
      evaluate(context, root, caseValue.value, { forced: { key: keyOf(key, ""), ok } });
    const valid = outcomeIf(caseValue.valid);
    if (valid !== caseValue.valid || valid === outcomeIf(!caseValue.valid) || validate(caseValue.value) !== valid)
      return undefined;
    return caseValue;
  }

  /**
   * Returns a value of a referenced schema with a slot for one of its properties or items, if the root accepts it too.
   */
  frame({ context, root, validate }: SearchContext, exit: Site): Frame | undefined {
    for (const route of exit.routes) {
      const target = referredOn(this.#context, root, route);
      if (!target) continue;
      const local = this.#localOf(target.node);
      const same = local.exits.find(({ node }) => node.key === exit.node.key);
      const frame = same && local.frameOf(same);
      if (!frame) continue;
      const key = keyOf(exit.node.key, "");
      const value = laidOver(this.#baseOf(root, target), frame.value, target.node).find(
        (one) => isDecided(context, root, one, key) && evaluate(context, root, one) === validate(one),
      );
      if (value !== undefined) return { ...frame, value, decides: true, steps: [...target.steps, ...frame.steps] };
    }
    return undefined;
  }

  /** Returns a value that the root and a referenced schema accept; searched for once. */
  #baseOf(root: SchemaNode, { node, steps }: Referred): unknown {
    const key = `${root.key} ${node.key}`;
    if (!this.#bases.has(key)) {
      this.#bases.set(
        key,
        this.#context.steps.within(STEPS, () => this.#searchBase(key, root, steps)),
      );
    }
    return this.#bases.get(key);
  }

  #searchBase(key: string, from: SchemaNode, steps: readonly Step[]): unknown {
    const built = [0, 0.4].map((wildness) =>
      attempt({
        context: this.#context,
        seed: `${this.#seed} base ${key} ${wildness}`,
        from,
        steps,
        goal: { keyword: undefined },
        target: undefined,
        mode: "accept",
        wildness,
        progress: newProgress(),
      }),
    );
    return built.find((one) => one !== undefined)?.value;
  }
}

/** Returns the first schema of a route that is reached by a reference, except its start. */
function referredOn(context: Context, root: SchemaNode, route: readonly Step[]): Referred | undefined {
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

/** Returns whether a reused result covers a side. */
export function isShown({ found }: Reused, { side }: Variant): boolean {
  return [...found.keys()].some((variant) => variant.side === side);
}

/** A referenced schema, and the steps to it. */
export interface Referred {
  readonly node: SchemaNode;
  readonly steps: readonly Step[];
}

/** Results of a referenced schema that hold for the referring schema. */
export interface Reused {
  readonly found: ReadonlyMap<Variant, CaseValue>;
  /** Whether a search for a way is pointless. */
  readonly isHopeless: (variant: Variant) => boolean;
}

/**
 * Returns a value, and if it is an object, the value merged into another object, with and without the properties that
 * only the other has.
 */
function laidOver(base: unknown, value: unknown, { schema }: SchemaNode): readonly unknown[] {
  if (!isObject(base) || !isObject(value)) return [value];
  const listed = isObject(schema) && isObject(schema.properties) ? Object.keys(schema.properties) : [];
  const required = isObject(schema) ? stringsOf(schema.required) : [];
  const missing = [...listed, ...required].filter((name) => !Object.hasOwn(value, name));
  const kept = Object.fromEntries(Object.entries(base).filter(([name]) => !missing.includes(name)));
  return [value, { ...base, ...value }, { ...kept, ...value }];
}

/** Returns the target of a schema that is only a reference, and the references on the way. */
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
