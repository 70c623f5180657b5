import { type JsonObject } from "../../shared/json.ts";
import type { ArrayFacets, NumberFacets, ObjectFacets, TextFacets } from "../build/facets.ts";
import type { Kind } from "./json.ts";
import type { SchemaNode, Validate } from "./node.ts";
import type { StepBudget } from "./steps.ts";

/** A document, with cached results about its schemas. */
export interface Context {
  /** Counts the work of the current search. */
  readonly steps: StepBudget;
  /** Returns a subschema: the value of a keyword, or its member under a key. */
  child(node: SchemaNode, keyword: string, key?: string | number): SchemaNode;
  /** Returns the schema that `$ref` or `$dynamicRef` leads to. */
  target(node: SchemaNode, keyword: string): SchemaNode;
  /** Returns the validator of a format; undefined for a format without validation. */
  format(name: unknown): Validate | undefined;
  /** Returns the keywords of a schema, in the order of evaluation; none for a boolean schema. */
  places(node: SchemaNode): readonly KeywordPlace[];
  /** Returns the ways to satisfy and to violate a constraint. */
  variants(at: KeywordPlace): readonly Variant[];
  /** Returns whether a schema provably accepts every value; false for a recursive schema. */
  acceptsAll(node: SchemaNode): boolean;
  /**
   * Returns the examples and default of a schema, and matching parts of larger examples.
   */
  samplesOf(node: SchemaNode): readonly unknown[];
}

/** A keyword and its schema. */
export interface KeywordPlace {
  readonly keyword: Keyword;
  readonly place: Place;
}

/** A keyword in a schema: a constraint to derive cases for. */
export interface Place {
  readonly context: Context;
  readonly node: SchemaNode;
  /** The schema with the keyword. */
  readonly schema: JsonObject;
  /** The keyword's value. */
  readonly setting: unknown;
}

/** Context of an evaluation. */
export interface Check extends Place {
  readonly value: unknown;
  /** Property names and item indexes that the keywords checked so far have evaluated (2020-12 core, section 11). */
  readonly seen: Seen;
  /** Whether to skip the remaining subschemas once the outcome is certain. */
  readonly mayStopEarly: boolean;
  /** Returns whether a subschema accepts another value: a property, an item, a name. */
  accepts(node: SchemaNode, value: unknown): boolean;
  /** Returns whether a subschema accepts the same value; its evaluated members count as evaluated here. */
  inPlace(node: SchemaNode): boolean;
  /** Records the outcome of another keyword of the same schema that this one also evaluates. */
  note(keyword: string, ok: boolean): boolean;
}

/** The evaluated properties and items. */
export interface Seen {
  readonly names: Set<string>;
  readonly indexes: Set<number>;
}

/** A step from a schema to a subschema: the keyword, and the child of the keyword. */
export interface Step {
  readonly keyword: string;
  readonly child: number;
}

/**
 * A requirement of a value: a schema accepts it, a schema rejects it, or a constraint decides.
 */
export type Requirement =
  | { readonly kind: "hold"; readonly node: SchemaNode }
  | { readonly kind: "fail"; readonly node: SchemaNode }
  | { readonly kind: "focus"; readonly node: SchemaNode; readonly steps: readonly Step[]; readonly goal: Goal };

/** The target at the end of the steps, and how it is to decide. */
export type Goal =
  | { readonly keyword: string; readonly variant: Variant }
  /** The whole schema has to accept the value and to decide. */
  | { readonly keyword: undefined };

/** A subschema of a keyword. */
export interface Child {
  readonly node: SchemaNode;
  /** True when it applies to a property or an item, not the value itself. */
  readonly descends: boolean;
  /**
   * Requires a value that the subschema decides; the other subschemas of the keyword must not interfere.
   */
  readonly enter: (constraints: Constraints, inner: Requirement) => void;
}

/** A way to satisfy or to violate a constraint, next to its boundary. */
export interface Variant {
  readonly side: "hold" | "break";
  /** What distinguishes the value, in words. */
  readonly why: string;
  readonly apply: (constraints: Constraints) => void;
  /** Keeps the value exactly at the boundary, where possible. */
  readonly pin?: (constraints: Constraints) => void;
  /** Whether the way is optional: a failure is no gap in the coverage. */
  readonly extra?: boolean;
  /** The exact value, when the way uses one. */
  readonly given?: unknown;
}

/** Everything that is asked of one value, gathered from all schemas that apply to it. */
export interface Constraints {
  readonly excluded: unknown[];
  readonly offers: unknown[];
  impossible: boolean;
  readonly number: NumberFacets;
  readonly text: TextFacets;
  readonly array: ArrayFacets<Requirement>;
  readonly object: ObjectFacets<Requirement>;
  /** Adds one requirement. */
  add(requirement: Requirement): void;
  /** Adds that a schema accepts the value. */
  hold(node: SchemaNode): void;
  /** Postpones a decision until all certain requirements are collected. */
  later(decide: () => void): void;
  /** Returns one of the options, as the search has it. */
  pick<T>(options: readonly T[]): T | undefined;
  /** Allows only these kinds of value. */
  restrict(...kinds: readonly Kind[]): void;
  /** Marks kinds of value that requirements apply to. */
  note(...kinds: readonly Kind[]): void;
  /** Allows only these values. */
  allow(values: readonly unknown[]): void;
  /** Adds a requirement for a property, which has to be there. */
  property(name: string, requirement: Requirement): void;
  /** Adds a requirement for an item, which has to be there. */
  item(index: number, requirement: Requirement): void;
}

/** The implementation of a keyword of JSON Schema 2020-12. */
export interface Keyword {
  readonly name: string;
  /** Keywords of the same schema to ignore when this one is the target. */
  readonly partners?: readonly string[];
  /** Whether another keyword of the same schema evaluates it, so that it has no meaning alone. */
  readonly isEvaluatedElsewhere?: boolean;
  /** Returns whether it can reject any value here. */
  readonly constrains: (place: Place) => boolean;
  readonly check: (check: Check) => boolean;
  /** Adds its requirements. */
  readonly hold: (constraints: Constraints, place: Place) => void;
  readonly children?: (place: Place) => readonly Child[];
  readonly variants: (place: Place) => readonly Variant[];
}

/** Returns the key of a constraint: the key of its schema and its keyword. */
export function keyOf(key: string, keyword: string): string {
  return `${key}#${keyword}`;
}
