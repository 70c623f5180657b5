import { isObject } from "./json.ts";
import { nearest } from "./nearest.ts";

/** What an option has to be. */
export interface OptionRule {
  /** Ends the sentence "timeout must be …". */
  readonly description: string;
  readonly accepts: (value: unknown) => boolean;
}

/** The rule of each option. */
export type OptionRules<Options> = Readonly<Record<keyof Options, OptionRule>>;

/** Rules that several calls share. */
export const RULES = {
  any: { description: "", accepts: () => true },
  boolean: { description: "true or false", accepts: (value) => typeof value === "boolean" },
  callback: { description: "a function", accepts: (value) => typeof value === "function" },
  count: {
    description: "a whole number from 0, or Infinity",
    accepts: (value) => value === Infinity || (Number.isInteger(value) && Number(value) >= 0),
  },
  index: {
    description: "a whole number from 0",
    accepts: (value) => Number.isInteger(value) && Number(value) >= 0,
  },
  callbackHandler: {
    description: "a callback handler, with subscribe()",
    accepts: (value) => hasMethods(value, ["subscribe"]),
  },
  logger: {
    description: "an object with debug(), info(), warn() and error()",
    accepts: (value) => hasMethods(value, ["debug", "info", "warn", "error"]),
  },
  object: { description: "an object", accepts: isObject },
  positive: { description: "a number above 0", accepts: (value) => typeof value === "number" && value > 0 },
  signal: {
    description: "an AbortSignal",
    accepts: (value) => hasMethods(value, ["addEventListener"]),
  },
  taskReader: {
    description: "a client, with tasks.get()",
    accepts: (value) => hasMethods(property(value, "tasks"), ["get"]),
  },
  text: { description: "a string", accepts: (value) => typeof value === "string" },
} as const satisfies Record<string, OptionRule>;

/**
 * Returns the first problem of the options, an unknown name or a value that a rule rejects; undefined
 * when all is well.
 */
export function findOptionProblem(options: unknown, rules: Readonly<Record<string, OptionRule>>): string | undefined {
  try {
    return firstProblem(options, rules);
  } catch {
    return "The options cannot be read: a getter or a proxy threw.";
  }
}

function firstProblem(options: unknown, rules: Readonly<Record<string, OptionRule>>): string | undefined {
  if (typeof options !== "object" || options === null) return "The options must be an object.";
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) return unknownOption(name, Object.keys(rules));
    if (value !== undefined && !rule.accepts(value)) return `${name} must be ${rule.description}, got ${quote(value)}.`;
  }
  return undefined;
}

function unknownOption(name: string, known: readonly string[]): string {
  const suggestion = nearest(name, known);
  const hint = suggestion === undefined ? `The options are ${known.join(", ")}.` : `Did you mean "${suggestion}"?`;
  return `Unknown option "${name}". ${hint}`;
}

/** A string or an object may hold a secret, so only its type is shown. */
function quote(value: unknown): string {
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return `a value of type ${typeof value}`;
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  return names.every((name) => typeof property(value, name) === "function");
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
