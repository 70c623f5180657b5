import type { SchemaNode, Validate } from "../schema/node.ts";

/** A bound of a number. */
export interface Bound {
  readonly at: number;
  readonly exclusive: boolean;
}

/** Constraints of a number. */
export interface NumberFacets {
  lower: Bound;
  upper: Bound;
  readonly multiples: number[];
  readonly notMultiples: number[];
  /** The preferred number; the value is as close to it as possible. */
  near: number | undefined;
}

/** Constraints of a string; lengths in code points. */
export interface TextFacets {
  least: number;
  most: number;
  /** Patterns that must match, as in the document. */
  readonly patterns: string[];
  readonly formats: { readonly name: string; readonly accepts: Validate }[];
  /** Other conditions that the string must satisfy. */
  readonly tests: ((text: string) => boolean)[];
  /** The preferred length. */
  wish: number | undefined;
  /** The padding character. */
  filler: string;
}

/** A subschema with limits for the number of matching items. */
export interface Contained<R> {
  readonly node: SchemaNode;
  readonly least: number;
  readonly most: number;
  /** A further item that is to decide the constraint. */
  readonly inner?: R;
}

/** Constraints of an array. */
export interface ArrayFacets<R> {
  least: number;
  most: number;
  /** The preferred number of items. */
  wish: number | undefined;
  readonly rules: ItemRule<R>[];
  readonly fixed: Map<number, R[]>;
  readonly contained: Contained<R>[];
  unique: boolean;
  /** Two items that are to be equal. */
  twins: boolean;
  /** Requirements for items that no other keyword evaluates. */
  readonly leftovers: Leftover<R>[];
}

/** Constraints of a schema on items; `upTo` is the number of items that it evaluates. */
export interface ItemRule<R> {
  readonly upTo: number;
  readonly requirements: (index: number) => readonly R[];
}

/** Constraints of a schema on properties; `covers` returns whether it evaluates a name. */
export interface NameRule<R> {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  readonly covers: (name: string) => boolean;
  readonly requirements: (name: string) => readonly R[];
}

/** A requirement for properties or items that no other keyword of the schema evaluates. */
export interface Leftover<R> {
  readonly requirement: R;
}

/** A required property whose name is not chosen yet. */
export interface Guest<R> {
  readonly fits: (name: string, isEvaluated: (name: string) => boolean) => boolean;
  readonly patterns: readonly string[];
  readonly requirements: readonly R[];
  /** Requirements for the name. */
  readonly nameRequirements?: readonly R[];
}

/** Constraints of an object. */
export interface ObjectFacets<R> {
  least: number;
  most: number;
  /** The preferred number of properties. */
  wish: number | undefined;
  readonly required: Set<string>;
  readonly forbidden: Set<string>;
  readonly dependent: (readonly [name: string, needed: readonly string[]])[];
  readonly properties: Map<string, R[]>;
  readonly rules: NameRule<R>[];
  readonly nameRequirements: R[];
  readonly guests: Guest<R>[];
  readonly leftovers: Leftover<R>[];
}

const NO_LIMIT = Number.POSITIVE_INFINITY;

/** Returns no constraints of a number. */
export function freeNumber(): NumberFacets {
  const lower = { at: Number.NEGATIVE_INFINITY, exclusive: false };
  const upper = { at: Number.POSITIVE_INFINITY, exclusive: false };
  return { lower, upper, multiples: [], notMultiples: [], near: undefined };
}

/** Returns no constraints of a string. */
export function freeText(): TextFacets {
  return { least: 0, most: NO_LIMIT, wish: undefined, patterns: [], formats: [], tests: [], filler: "a" };
}

/** Returns no constraints of an array. */
export function freeArray<R>(): ArrayFacets<R> {
  return {
    least: 0,
    most: NO_LIMIT,
    wish: undefined,
    rules: [],
    fixed: new Map(),
    contained: [],
    unique: false,
    twins: false,
    leftovers: [],
  };
}

/** Returns no constraints of an object. */
export function freeObject<R>(): ObjectFacets<R> {
  const properties = new Map<string, R[]>();
  return {
    least: 0,
    most: NO_LIMIT,
    wish: undefined,
    required: new Set(),
    forbidden: new Set(),
    dependent: [],
    properties,
    rules: [],
    nameRequirements: [],
    guests: [],
    leftovers: [],
  };
}
