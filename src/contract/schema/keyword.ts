import type { Constraints } from "../build/constraints.ts";
import type { Requirement } from "../build/requirement.ts";
import type { JsonObject } from "./json.ts";
import type { SchemaNode } from "./source.ts";
import type { Context } from "./context.ts";

/** One keyword where it stands: the constraint that cases are derived for. */
export interface Place {
  readonly context: Context;
  readonly node: SchemaNode;
  /** The schema that holds the keyword. */
  readonly schema: JsonObject;
  /** The keyword's value. */
  readonly setting: unknown;
}

/** What a keyword needs in order to judge a value. */
export interface Check extends Place {
  readonly value: unknown;
  /** Member names and item indexes that the keywords checked so far have evaluated (2020-12 core, section 11). */
  readonly seen: Seen;
  /** Whether a subschema accepts another value: a member, an item, a name. */
  accepts(node: SchemaNode, value: unknown): boolean;
  /** Whether a subschema accepts the same value; what it evaluated counts as seen. */
  inPlace(node: SchemaNode): boolean;
  /** Records the outcome of another keyword of the same schema that this one judges as well. */
  note(keyword: string, ok: boolean): boolean;
}

/** Members and items that were evaluated. */
export interface Seen {
  readonly names: Set<string>;
  readonly indexes: Set<number>;
}

/** A subschema of a keyword. */
export interface Child {
  readonly node: SchemaNode;
  /** Shapes a value in which the subschema decides, on a requirement for the subschema; the keyword's other subschemas keep out of the way. */
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

/** Everything that is known about one keyword of JSON Schema 2020-12. */
export interface Keyword {
  readonly name: string;
  /** Keywords of the same schema that are to be left aside when this one is aimed at. */
  readonly partners?: readonly string[];
  /** True when another keyword of the same schema judges it, and nothing is judged without that one. */
  readonly isJudgedElsewhere?: boolean;
  /** Whether it can refuse anything where it stands. */
  readonly constrains: (place: Place) => boolean;
  readonly check: (check: Check) => boolean;
  /** Shapes values that meet it. */
  readonly hold: (constraints: Constraints, place: Place) => void;
  readonly children?: (place: Place) => readonly Child[];
  readonly variants: (place: Place) => readonly Variant[];
}

/** Names a constraint: the pointer of its schema and its keyword. */
export function keyOf(pointer: string, keyword: string): string {
  return `${pointer}#${keyword}`;
}
