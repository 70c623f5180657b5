import { formatViolation } from "./validate.ts";
import type { Violation } from "./violation.ts";

/** Levels of a body; no field of the contract is nested so deeply. */
const MAX_DEPTH = 100;

/**
 * Returns the first thing in a body that JSON cannot carry, or that JavaScript would leave out or write as something else: an instance
 * of a class, a getter, `toJSON`, a hole in an array, a BigInt, a cycle. Empty for plain data.
 */
export function findUnserializable(body: unknown): Violation[] {
  try {
    const problem = search(body, "", 0);
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

function search(value: unknown, pointer: string, depth: number): Problem | undefined {
  if (typeof value === "object" && value !== null) return searchObject(value, pointer, depth);
  const rule = scalarProblem(value);
  return rule === undefined ? undefined : { pointer, rule };
}

function scalarProblem(value: unknown): string | undefined {
  if (typeof value === "number" && !Number.isFinite(value)) return `must be a number that JSON knows, not ${value}`;
  if (typeof value === "bigint" || typeof value === "function" || typeof value === "symbol")
    return `must be a value that JSON knows, not a ${typeof value}`;
  return undefined;
}

function searchObject(value: object, pointer: string, depth: number): Problem | undefined {
  if (depth > MAX_DEPTH) return { pointer: "", rule: `has a cycle or more than ${MAX_DEPTH} levels` };
  const isArray = Array.isArray(value);
  const rule =
    (isArray ? undefined : prototypeProblem(value)) ?? ("toJSON" in value ? "must not have toJSON" : undefined);
  if (rule !== undefined) return { pointer, rule };
  return isArray ? searchArray(value, pointer, depth) : searchMembers(value, pointer, depth);
}

/** Instances of classes lose what their getters and private fields hold. A plain object of another realm is plain as well. */
function prototypeProblem(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  const name = Object.prototype.toString.call(value).slice(8, -1);
  if (isPlain && name === "Object") return undefined;
  return `must be a plain object, not an instance of ${value.constructor.name || name}`;
}

function searchArray(items: readonly unknown[], pointer: string, depth: number): Problem | undefined {
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item === undefined) return { pointer: `${pointer}/${index}`, rule: "is missing from the array" };
    const problem = search(item, `${pointer}/${index}`, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function searchMembers(object: object, pointer: string, depth: number): Problem | undefined {
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(object))) {
    const place = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (descriptor.get !== undefined) return { pointer: place, rule: "must be a value, not a getter" };
    const problem = search(descriptor.value, place, depth + 1);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
