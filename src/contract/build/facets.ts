import type { SchemaNode, Validate } from "../schema/node.ts";

/** A bound of a number. */
export interface Bound {
  readonly at: number;
  readonly exclusive: boolean;
}

/** What is asked of a number. */
export interface NumberFacets {
  lower: Bound;
  upper: Bound;
  readonly multiples: number[];
  readonly notMultiples: number[];
  /** The number to come as close to as the rest allows. */
  near: number | undefined;
}

/** What is asked of a string; lengths in code points. */
export interface TextFacets {
  least: number;
  most: number;
  /** Patterns that must match, as they stand in the document. */
  readonly patterns: string[];
  readonly formats: { readonly name: string; readonly accepts: Validate }[];
  /** Whatever else the text must satisfy. */
  readonly tests: ((text: string) => boolean)[];
  /** The length to have if nothing is against it. */
  wish: number | undefined;
  /** The character to fill up with. */
  filler: string;
}

/** A requirement for items that match a subschema, and how many of them there may be. */
export interface Contained<R> {
  readonly node: SchemaNode;
  readonly least: number;
  readonly most: number;
  /** A further item that is to decide. */
  readonly inner?: R;
}

/** What is asked of an array. */
export interface ArrayFacets<R> {
  least: number;
  most: number;
  /** The number of items to have if nothing is against it. */
  wish: number | undefined;
  readonly rules: ItemRule<R>[];
  readonly fixed: Map<number, R[]>;
  readonly contained: Contained<R>[];
  unique: boolean;
  /** Two equal items, on purpose. */
  twins: boolean;
  /** Demands for items that no other keyword evaluates. */
  readonly leftovers: Leftover<R>[];
}

/** What one schema asks of items: `upTo` is the number of items that it evaluates. */
export interface ItemRule<R> {
  readonly upTo: number;
  readonly requirements: (index: number) => readonly R[];
}

/** What one schema asks of properties: `covers` says which names it evaluates. */
export interface NameRule<R> {
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  readonly covers: (name: string) => boolean;
  readonly requirements: (name: string) => readonly R[];
}

/** A requirement for what no keyword beside or inside the schema evaluates. */
export interface Leftover<R> {
  readonly requirement: R;
}

/** A property that has to be there under a name that is still to be found. */
export interface Guest<R> {
  readonly fits: (name: string, isEvaluated: (name: string) => boolean) => boolean;
  readonly patterns: readonly string[];
  readonly requirements: readonly R[];
  /** Demands for the name itself. */
  readonly nameRequirements?: readonly R[];
}

/** What is asked of an object. */
export interface ObjectFacets<R> {
  least: number;
  most: number;
  /** The number of properties to have if nothing is against it. */
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

/** Asks nothing of a number. */
export function freeNumber(): NumberFacets {
  const lower = { at: Number.NEGATIVE_INFINITY, exclusive: false };
  const upper = { at: Number.POSITIVE_INFINITY, exclusive: false };
  return { lower, upper, multiples: [], notMultiples: [], near: undefined };
}

/** Asks nothing of a text. */
export function freeText(): TextFacets {
  return { least: 0, most: NO_LIMIT, wish: undefined, patterns: [], formats: [], tests: [], filler: "a" };
}

/** Asks nothing of an array. */
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

/** Asks nothing of an object. */
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
