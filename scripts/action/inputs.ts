import { LEVELS, type Level } from "../../src/drift/finding.ts";

/** The inputs of the action. */
export interface ActionInputs {
  readonly old: string;
  readonly next: string;
  readonly failOn: Level | "none";
  readonly comments: boolean;
  readonly config: string | undefined;
  readonly sarif: string | undefined;
}

/** Thrown for an invalid input. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** The environment of a step, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the inputs from the environment, in which `action.yml` passes them. Throws an `InputError` that names the
 * input.
 */
export function readInputs(env: Environment): ActionInputs {
  const text = (name: string): string | undefined => {
    const value = env[`INPUT_${name}`]?.trim();
    return value === "" ? undefined : value;
  };
  return {
    old: required(text("OLD"), "old"),
    next: required(text("NEW"), "new"),
    failOn: levelOf(text("FAIL_ON") ?? "unproven"),
    comments: flagOf(text("COMMENT") ?? "true", "comment"),
    config: text("CONFIG"),
    sarif: text("SARIF"),
  };
}

function required(value: string | undefined, name: string): string {
  if (value === undefined)
    throw new InputError(
      `The input "${name}" is missing: give a file, a URL or git:REV:path, for example git:origin/main:openapi.yaml.`,
    );
  // The command line would parse it as an option.
  if (value.startsWith("-")) throw new InputError(`The input "${name}" must not begin with a dash.`);
  return value;
}

function levelOf(value: string): Level | "none" {
  const found = [...LEVELS, "none" as const].find((level) => level === value);
  if (found === undefined) throw new InputError(`The input "fail-on" must be one of ${LEVELS.join(", ")} and none.`);
  return found;
}

function flagOf(value: string, name: string): boolean {
  if (value === "true" || value === "false") return value === "true";
  throw new InputError(`The input "${name}" must be true or false.`);
}
