import { equal } from "../../shared/json.ts";
import { KINDS, type Kind } from "../schema/json.ts";
import { keyOf } from "../schema/keyword.ts";
import type { Constraints, Requirement, Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import {
  freeArray,
  freeNumber,
  freeObject,
  freeText,
  type ArrayFacets,
  type NumberFacets,
  type ObjectFacets,
  type TextFacets,
} from "./facets.ts";
import type { Rejections } from "./rejections.ts";
import type { Search } from "./search.ts";

/** Collects the requirements of all schemas that apply to a value. */
export class ValueConstraints implements Constraints {
  readonly kinds = new Set<Kind>(KINDS);
  /** Kinds of value that the requirements apply to. */
  readonly interest = new Set<Kind>();
  readonly excluded: unknown[] = [];
  readonly offers: unknown[] = [];
  /** The only possible values, when a requirement lists them. */
  only: readonly unknown[] | undefined;
  impossible = false;
  /** How this value is to decide the target constraint. */
  aimed: Variant | undefined;
  /** Whether this value is the target of the search. */
  isHole = false;
  readonly search: Search;
  readonly tries: number;
  /** The requirements of the value. */
  readonly promises: Requirement[] = [];
  readonly #later: (() => void)[] = [];
  readonly #held = new Set<string>();
  readonly #rejections: Rejections;
  #number: NumberFacets | undefined;
  #text: TextFacets | undefined;
  #array: ArrayFacets<Requirement> | undefined;
  #object: ObjectFacets<Requirement> | undefined;

  /** `rejections` holds the schemas that did not reject the value in earlier tries. */
  constructor(search: Search, tries: number, rejections: Rejections) {
    this.search = search;
    this.tries = tries;
    this.#rejections = rejections;
  }

  /** Returns the constraints of the value if it is a number. */
  get number(): NumberFacets {
    return (this.#number ??= freeNumber());
  }

  /** Returns the constraints of the value if it is a string. */
  get text(): TextFacets {
    return (this.#text ??= freeText());
  }

  /** Returns the constraints of the value if it is an array. */
  get array(): ArrayFacets<Requirement> {
    return (this.#array ??= freeArray());
  }

  /** Returns the constraints of the value if it is an object. */
  get object(): ObjectFacets<Requirement> {
    return (this.#object ??= freeObject());
  }

  /** Collects all requirements; those with a choice come last. */
  gather(requirements: readonly Requirement[]): void {
    for (const requirement of requirements) this.add(requirement);
    for (let next = this.#later.shift(); next && !this.impossible; next = this.#later.shift()) next();
    if (this.kinds.size === 0) this.impossible = true;
  }

  /** Drops everything except how to decide the target constraint. */
  alone(variant: Variant): ValueConstraints {
    const constraints = new ValueConstraints(this.search, this.tries, this.#rejections);
    variant.apply(constraints);
    constraints.gather([]);
    return constraints;
  }

  /** Adds one requirement. */
  add(requirement: Requirement): void {
    this.promises.push(requirement);
    if (requirement.kind === "hold") this.hold(requirement.node);
    else if (requirement.kind === "fail") this.#fail(requirement.node);
    else this.#focus(requirement);
  }

  /** Adds that a schema accepts the value. */
  hold(node: SchemaNode, except: readonly string[] = []): void {
    if (node.schema === false) this.impossible = true;
    if (this.#held.has(node.key)) return;
    this.search.context.steps.take();
    if (except.length === 0) this.#held.add(node.key);
    this.offers.push(...this.search.context.samplesOf(node));
    const { target } = this.search;
    for (const { keyword, place } of this.search.context.places(node)) {
      const isBroken = target?.breaks === true && target.key === keyOf(node.key, keyword.name);
      if (!isBroken && !except.includes(keyword.name)) keyword.hold(this, place);
    }
  }

  /** Postpones a decision until all certain requirements are collected. */
  later(decide: () => void): void {
    this.#later.push(decide);
  }

  /** Returns one of the options, chosen by the search. */
  pick<T>(options: readonly T[]): T | undefined {
    return this.search.choices.pick(options, this.tries);
  }

  /** Allows only these kinds of value. */
  restrict(...kinds: readonly Kind[]): void {
    for (const kind of this.kinds) if (!kinds.includes(kind)) this.kinds.delete(kind);
    this.note(...kinds);
  }

  /** Marks kinds of value that requirements apply to. */
  note(...kinds: readonly Kind[]): void {
    for (const kind of kinds) this.interest.add(kind);
  }

  /** Allows only these values. */
  allow(values: readonly unknown[]): void {
    this.only = this.only ? this.only.filter((one) => values.some((other) => equal(one, other))) : values;
    if (this.only.length === 0) this.impossible = true;
  }

  /** Adds a requirement for a property, which has to be present. */
  property(name: string, requirement: Requirement): void {
    this.restrict("object");
    this.object.required.add(name);
    this.object.properties.set(name, [...(this.object.properties.get(name) ?? []), requirement]);
  }

  /** Adds a requirement for an item, which has to be present. */
  item(index: number, requirement: Requirement): void {
    this.restrict("array");
    this.array.least = Math.max(this.array.least, index + 1);
    this.array.fixed.set(index, [...(this.array.fixed.get(index) ?? []), requirement]);
  }

  // Most values already violate the schema: it chooses how to violate it only after a try that did not.
  #fail(node: SchemaNode): void {
    if (this.search.context.acceptsAll(node)) this.impossible = true;
    const way = this.#rejections.wayOf(node);
    if (way) this.later(() => way.apply(this));
  }

  #focus(requirement: Requirement & { kind: "focus" }): void {
    const { node, steps, goal } = requirement;
    const [step, ...rest] = steps;
    const name = step?.keyword ?? goal.keyword;
    const found = this.search.context.places(node).find(({ keyword }) => keyword.name === name);
    if (!found) {
      this.hold(node);
      this.isHole = step === undefined;
      return;
    }
    const { keyword, place } = found;
    this.hold(node, [keyword.name, ...(keyword.partners ?? [])]);
    if (!step) {
      if (goal.keyword === undefined) return;
      this.aimed = goal.variant;
      goal.variant.apply(this);
      if (this.search.isPinned) goal.variant.pin?.(this);
      return;
    }
    const child = keyword.children?.(place)[step.child];
    child?.enter(this, { kind: "focus", node: child.node, steps: rest, goal });
  }
}
