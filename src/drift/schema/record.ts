import { matchesInTime } from "../../patterns/match.ts";
import type { Json } from "../../openapi/json.ts";
import type { Schema } from "../scope.ts";

/** The kinds of JSON values; an integer is a number. */
export type Kind = "null" | "boolean" | "number" | "string" | "array" | "object";

/** All kinds. */
export const KINDS: readonly Kind[] = ["null", "boolean", "number", "string", "array", "object"];

/** Schemas that a value must all satisfy. */
export type Conjunction = readonly Schema[];

/** The constraints of one schema object on properties. */
export interface ObjectShape {
  readonly properties: ReadonlyMap<string, Schema>;
  readonly patterns: ReadonlyMap<string, Schema>;
  readonly additional: Schema;
}

/** The constraints of one schema object on items. */
export interface ArrayShape {
  readonly prefix: readonly Schema[];
  readonly items: Schema;
}

/** The number of array items that must satisfy a schema. */
export interface Contains {
  readonly schema: Schema;
  readonly min: number;
  readonly max: number;
}

/** A constraint that the other fields of a term cannot express. */
export type Rule =
  | { readonly name: "not"; readonly schema: Schema }
  | { readonly name: "if"; readonly if: Schema; readonly then: Schema; readonly else: Schema }
  | { readonly name: "oneOf"; readonly branches: readonly Schema[] }
  | { readonly name: "as written"; readonly schema: Schema };

/** A term of a normal form: the values of one kind that satisfy every constraint. Bounds are inclusive by default. */
export interface Term {
  readonly kind: Kind;
  /** When present, the only values; the other constraints still apply. */
  readonly values: readonly Json[] | undefined;
  readonly rules: readonly Rule[];
  readonly minimum: number;
  readonly maximum: number;
  readonly aboveMinimum: boolean;
  readonly belowMaximum: boolean;
  readonly integer: boolean;
  readonly multiples: readonly number[];
  readonly formats: readonly string[];
  readonly patterns: readonly string[];
  /** Length of a string in code points, of an array in items, of an object in properties. */
  readonly minSize: number;
  readonly maxSize: number;
  readonly unique: boolean;
  readonly arrays: readonly ArrayShape[];
  readonly contains: readonly Contains[];
  readonly objects: readonly ObjectShape[];
  readonly required: ReadonlySet<string>;
  readonly names: Conjunction;
}

/** A schema as a union of terms, each of one kind; without terms, no value is valid. */
export type NormalForm = readonly Term[];

/** All values of the kinds that have few. */
const ALL_VALUES: Readonly<Partial<Record<Kind, readonly Json[]>>> = { null: [null], boolean: [false, true] };

/** Returns the term that allows every value of a kind. */
export function openTerm(kind: Kind): Term {
  return {
    kind,
    values: ALL_VALUES[kind],
    rules: [],
    minimum: -Infinity,
    maximum: Infinity,
    aboveMinimum: false,
    belowMaximum: false,
    integer: false,
    multiples: [],
    formats: [],
    patterns: [],
    minSize: 0,
    maxSize: Infinity,
    unique: false,
    arrays: [],
    contains: [],
    objects: [],
    required: new Set(),
    names: [],
  };
}

/** Returns the kind of a value. */
export function kindOf(value: Json): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const kind = typeof value;
  return kind === "boolean" || kind === "number" || kind === "string" ? kind : "object";
}

/** Returns the schemas that the property `name` of an object must satisfy. */
export function memberOf(term: Term, name: string): Conjunction {
  if (term.objects.length === 0) return NOTHING;
  const members = keptMembers.get(term.objects) ?? new Map<string, Conjunction>();
  keptMembers.set(term.objects, members);
  const known = members.get(name);
  if (known !== undefined) return known;
  const found = term.objects.flatMap((shape) => memberOfShape(shape, name));
  members.set(name, found);
  return found;
}

const NOTHING: Conjunction = [];
const keptMembers = new WeakMap<readonly ObjectShape[], Map<string, Conjunction>>();

/** Returns the schemas of a shape that the property `name` must satisfy. */
export function memberOfShape(shape: ObjectShape, name: string): Conjunction {
  const named = shape.properties.get(name);
  const matched = [...shape.patterns].filter(([pattern]) => matchesInTime(pattern, name)).map(([, schema]) => schema);
  if (named === undefined && matched.length === 0) return shape.additional === true ? [] : [shape.additional];
  return named === undefined || named === true ? matched : [named, ...matched];
}

/** Returns the schemas that the item at `index` of an array must satisfy. */
export function itemOf(term: Term, index: number): Conjunction {
  return term.arrays.map((shape) => shape.prefix[index] ?? shape.items).filter((schema) => schema !== true);
}

/** Returns the property names that a term mentions. */
export function declaredNames(term: Term): Set<string> {
  return new Set(term.objects.flatMap((shape) => [...shape.properties.keys()]));
}
