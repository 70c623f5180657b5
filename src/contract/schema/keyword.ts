import { type JsonObject } from "../../shared/json.ts";
import type { ArrayFacets, NumberFacets, ObjectFacets, TextFacets } from "../build/facets.ts";
import type { Kind } from "./json.ts";
import type { SchemaNode, Validate } from "./node.ts";
import type { StepBudget } from "./steps.ts";

/** A document together with all that is found out about its schemas on the way. */
export interface Context {
  /** Counts the work of the search that is running. */
  readonly steps: StepBudget;
  /** Returns a schema inside another schema: what a keyword holds, or what it holds under a key. */
  child(node: SchemaNode, keyword: string, key?: string | number): SchemaNode;
  /** Returns the schema that `$ref` or `$dynamicRef` leads to. */
  target(node: SchemaNode, keyword: string): SchemaNode;
  /** What a format accepts, or undefined for one that constrains nothing. */
  format(name: unknown): Validate | undefined;
  /** Returns the keywords of a schema, in the order of evaluation; none for a boolean schema. */
  places(node: SchemaNode): readonly KeywordPlace[];
  /** Returns the ways to meet and to break a constraint. */
  variants(at: KeywordPlace): readonly Variant[];
  /** Returns whether a schema is certain to accept every value. A recursive schema is taken not to be. */
  acceptsAll(node: SchemaNode): boolean;
  /**
   * Returns values that the document gives for a schema: its own examples and default, and fitting parts of larger
   * examples.
   */
  samplesOf(node: SchemaNode): readonly unknown[];
}

/** A keyword and where it stands. */
export interface KeywordPlace {
  readonly keyword: Keyword;
  readonly place: Place;
}

/** One keyword where it stands: the constraint that cases are derived for. */
export interface Place {
  readonly context: Context;
  readonly node: SchemaNode;
  /** The schema that holds the keyword. */
  readonly schema: JsonObject;
  /** The keyword's value. */
  readonly setting: unknown;
}

/** What a keyword needs to evaluate a value. */
export interface Check extends Place {
  readonly value: unknown;
  /** Property names and item indexes that the keywords checked so far have evaluated (2020-12 core, section 11). */
  readonly seen: Seen;
  /** Whether the rest of the subschemas may be left out once the outcome is certain. */
  readonly mayStopEarly: boolean;
  /** Returns whether a subschema accepts another value: a property, an item, a name. */
  accepts(node: SchemaNode, value: unknown): boolean;
  /** Returns whether a subschema accepts the same value; what it evaluated counts as seen. */
  inPlace(node: SchemaNode): boolean;
  /** Records the outcome of another keyword of the same schema that this one evaluates as well. */
  note(keyword: string, ok: boolean): boolean;
}

/** Properties and items that were evaluated. */
export interface Seen {
  readonly names: Set<string>;
  readonly indexes: Set<number>;
}

/** A step from a schema into one of its subschemas: the keyword, and which of the keyword's children. */
export interface Step {
  readonly keyword: string;
  readonly child: number;
}

/**
 * What is asked of the value at one place: that a schema accepts it, that one rejects it, or that one constraint
 * decides.
 */
export type Requirement =
  | { readonly kind: "hold"; readonly node: SchemaNode }
  | { readonly kind: "fail"; readonly node: SchemaNode }
  | { readonly kind: "focus"; readonly node: SchemaNode; readonly steps: readonly Step[]; readonly goal: Goal };

/** What is to be decided where the steps lead, and the way it is to be done. */
export type Goal =
  | { readonly keyword: string; readonly variant: Variant }
  /** The whole schema is to accept the value and to decide. */
  | { readonly keyword: undefined };

/** A subschema of a keyword. */
export interface Child {
  readonly node: SchemaNode;
  /** True when it applies to a property or an item, not the value itself. */
  readonly descends: boolean;
  /**
   * Asks for a value in which the subschema decides, by a requirement for the subschema; the keyword's other subschemas
   * keep out of the way.
   */
  readonly enter: (constraints: Constraints, inner: Requirement) => void;
}

/** One way to meet or to break a constraint, next to its boundary. */
export interface Variant {
  readonly side: "hold" | "break";
  /** What is special about the value, in words. */
  readonly why: string;
  readonly apply: (constraints: Constraints) => void;
  /** Keeps the value right at the boundary, where that is possible. */
  readonly pin?: (constraints: Constraints) => void;
  /** True for a way beyond what a constraint needs; that it cannot be gone is no gap. */
  readonly extra?: boolean;
  /** The very value, when the way is to use it. */
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
  /** Leaves a decision until all that is certain has been gathered. */
  later(decide: () => void): void;
  /** Returns one of the options, as the search has it. */
  pick<T>(options: readonly T[]): T | undefined;
  /** Leaves only these kinds of value. */
  restrict(...kinds: readonly Kind[]): void;
  /** Marks kinds of value as those that requirements speak about. */
  note(...kinds: readonly Kind[]): void;
  /** Leaves only these values. */
  allow(values: readonly unknown[]): void;
  /** Adds a requirement for a property, which has to be there. */
  property(name: string, requirement: Requirement): void;
  /** Adds a requirement for an item, which has to be there. */
  item(index: number, requirement: Requirement): void;
}

/** Everything that is known about one keyword of JSON Schema 2020-12. */
export interface Keyword {
  readonly name: string;
  /** Keywords of the same schema that are to be left aside when this one is aimed at. */
  readonly partners?: readonly string[];
  /** True when another keyword of the same schema evaluates it, and it means nothing without that one. */
  readonly isEvaluatedElsewhere?: boolean;
  /** Whether it can reject anything where it stands. */
  readonly constrains: (place: Place) => boolean;
  readonly check: (check: Check) => boolean;
  /** Asks for values that meet it. */
  readonly hold: (constraints: Constraints, place: Place) => void;
  readonly children?: (place: Place) => readonly Child[];
  readonly variants: (place: Place) => readonly Variant[];
}

/** Names a constraint: the key of its schema and its keyword. */
export function keyOf(key: string, keyword: string): string {
  return `${key}#${keyword}`;
}
