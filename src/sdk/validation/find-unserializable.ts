import { append } from "../../shared/json-pointer.ts";
import { formatViolation } from "./validate.ts";
import type { Violation } from "./violation.ts";

/** Levels of a body; no field of the contract is nested so deeply. */
const MAX_DEPTH = 100;

/**
 * Values of a body; no request of the contract comes near. More would be searched, written and validated for nothing.
 */
const MAX_VALUES = 10_000;

/**
 * Characters of all texts and names in a body, counted before they are written as JSON: a huge prompt costs nothing.
 */
const MAX_CHARACTERS = 10_000_000;

/**
 * Returns the first thing in a body that JSON cannot carry, or that JavaScript would leave out or write as something
 * else: an instance of a class, a getter, `toJSON`, a hole in an array, a BigInt, a cycle, half of a surrogate pair.
 * Also a body of more than 10,000 values, 10 million characters or 100 levels. Empty for plain data.
 */
export function findUnserializable(body: unknown): Violation[] {
  try {
    const problem = search(body, { pointer: "", depth: 0, budget: { values: MAX_VALUES, characters: MAX_CHARACTERS } });
    return problem === undefined ? [] : [formatViolation({ ...problem, keyword: "json" })];
  } catch (error) {
    // A proxy threw.
    const reason = error instanceof Error ? error.message : String(error);
    return [formatViolation({ pointer: "", keyword: "json", rule: `cannot be read: ${reason}` })];
  }
}

interface Problem {
  readonly pointer: string;
  readonly rule: string;
}

/** What the search may still visit. */
interface Budget {
  values: number;
  characters: number;
}

/** Where the search is. */
interface Place {
  readonly pointer: string;
  readonly depth: number;
  readonly budget: Budget;
}

function search(value: unknown, place: Place): Problem | undefined {
  if (typeof value === "object" && value !== null) return searchObject(value, place);
  const rule = typeof value === "string" ? textProblem(value, place.budget) : scalarProblem(value);
  return rule === undefined ? undefined : { pointer: place.pointer, rule };
}

function textProblem(text: string, budget: Budget): string | undefined {
  budget.characters -= text.length;
  if (budget.characters < 0) return `exceeds the limit of ${MAX_CHARACTERS} characters in a body`;
  // No server can store it (RFC 8259, section 8.2). It comes from cutting a text between the halves of an emoji.
  return /\p{Surrogate}/u.test(text) ? "has half of a character (a lone surrogate)" : undefined;
}

function scalarProblem(value: unknown): string | undefined {
  if (typeof value === "number" && !Number.isFinite(value)) return `must be a finite number, not ${value}`;
  if (typeof value === "bigint" || typeof value === "function" || typeof value === "symbol")
    return `must be a JSON value, not a ${typeof value}`;
  return undefined;
}

function searchObject(value: object, place: Place): Problem | undefined {
  const { pointer, depth, budget } = place;
  if (depth > MAX_DEPTH) return { pointer: "", rule: `has a cycle or more than ${MAX_DEPTH} levels` };
  const isArray = Array.isArray(value);
  const rule =
    (isArray ? undefined : prototypeProblem(value)) ?? ("toJSON" in value ? "must not have toJSON" : undefined);
  if (rule !== undefined) return { pointer, rule };
  // Counted before they are visited: a million values would take long.
  budget.values -= isArray ? value.length : Object.keys(value).length;
  if (budget.values < 0) return { pointer, rule: `exceeds the limit of ${MAX_VALUES} values in a body` };
  return isArray ? searchArray(value, place) : searchMembers(value, place);
}

/** Instances of classes lose what their getters and private fields hold, heirs what they inherit. */
function prototypeProblem(value: object): string | undefined {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag === "Object" && hasPlainPrototype(value)) return undefined;
  const { constructor } = value as { readonly constructor?: { readonly name?: string } };
  const name = [constructor?.name, tag].find((one) => one && one !== "Object");
  return name === undefined
    ? "must not inherit from another object"
    : `must be a plain object, not an instance of ${name}`;
}

/**
 * Returns whether an object has no prototype, or that of object literals, of any realm: no other has `isPrototypeOf` of
 * its own.
 */
function hasPlainPrototype(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.hasOwn(prototype as object, "isPrototypeOf");
}

function searchArray(items: readonly unknown[], { pointer, depth, budget }: Place): Problem | undefined {
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item === undefined) return { pointer: `${pointer}/${index}`, rule: "is missing from the array" };
    const problem = search(item, { pointer: `${pointer}/${index}`, depth: depth + 1, budget });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Reads no value through a getter. What is not enumerable is not sent. */
function searchMembers(object: object, { pointer, depth, budget }: Place): Problem | undefined {
  for (const name of Object.keys(object)) {
    const rule = textProblem(name, budget);
    // The name itself would not fit into a message.
    if (rule !== undefined) return { pointer, rule };
    const descriptor = Object.getOwnPropertyDescriptor(object, name);
    const place = append(pointer, name);
    if (descriptor?.get !== undefined) return { pointer: place, rule: "must be a value, not a getter" };
    const problem = search(descriptor?.value, { pointer: place, depth: depth + 1, budget });
    if (problem !== undefined) return problem;
  }
  return undefined;
}
