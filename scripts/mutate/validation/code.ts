import { readFileSync } from "node:fs";
import { createContext, Script } from "node:vm";
import ts from "typescript";
import type { ContractCase } from "../../../src/contract/index.ts";
import type { Json } from "../../generate/contract.ts";
import { isJudgedRightly, type Judging } from "../../judges/generated.ts";
import { isSampleToldRightly, type Sample } from "../../judges/samples.ts";
import type { Scope } from "../code/edits.ts";
import { mutantsOf, type CodeMutant } from "../code/mutants.ts";
import type { Judgement } from "../judgement.ts";

/** The code that judges values by schemas, and the file in which it finds what formats match. */
export const FILES = ["src/sdk/validation/validate.ts", "generated/schemas.ts"] as const;

/** What the code is judged by: cases of the contract, and samples. */
export interface Evidence {
  readonly contract: Json;
  readonly cases: readonly ContractCase[];
  readonly samples: readonly Sample[];
}

const SCOPE: Scope = {
  // The schemas are changed as what they are, not as code.
  isIgnored: (node) => ts.isVariableDeclaration(node) && node.type?.getText().startsWith("Schema<") === true,
};

/** Every mutant of the code that judges, and of the expressions that formats match. */
export function codeMutants(): readonly CodeMutant[] {
  return FILES.flatMap((file) => mutantsOf(file, SCOPE));
}

/** Judges one mutant of the code. */
export function codeJudgement(mutant: CodeMutant, evidence: Evidence): Judgement {
  const { pointer, keyword, operator } = mutant;
  const about = { pointer, keyword, operator };
  const noticed = firstMisjudged(mutant, evidence);
  if (noticed !== undefined) return { ...about, outcome: "noticed", reason: noticed };
  return {
    ...about,
    outcome: "survived",
    reason: `none of ${evidence.cases.length} cases and ${evidence.samples.length} samples is judged otherwise`,
  };
}

/**
 * The first case or sample that the code, with one file as given, judges wrongly, in words; undefined when there is none. Code that
 * cannot be read, throws or does not end is noticed as well.
 */
export function firstMisjudged(
  changed: Pick<CodeMutant, "file" | "source">,
  { contract, cases, samples }: Evidence,
): string | undefined {
  const find = (judging: Judging): string | undefined => {
    const found = cases.find((one) => !isJudgedRightly(contract, one, undefined, judging));
    return found
      ? `${found.operation} ${found.location}: ${found.why}`
      : samples.find((one) => !isSampleToldRightly(one, judging))?.why;
  };
  try {
    return run(changed, find);
  } catch (error) {
    return `the code fails: ${String(error).slice(0, 100)}`;
  }
}

type Require = (path: string) => unknown;

const LIMIT_MS = 5000;
const CALL = new Script("find(judging)");

function run(
  { file, source }: Pick<CodeMutant, "file" | "source">,
  find: (judging: Judging) => string | undefined,
): string | undefined {
  const context = createContext({ find });
  const load = (name: string, require: Require): unknown => {
    const exports = {};
    const wrapped = new Script(`(exports, require) => {${name === file ? translated(source) : original(name)}}`);
    (wrapped.runInContext(context) as (exports: object, require: Require) => void)(exports, require);
    return exports;
  };
  const schemas = load(FILES[1], () => ({}));
  context.judging = load(FILES[0], () => schemas);
  return CALL.runInContext(context, { timeout: LIMIT_MS }) as string | undefined;
}

const originals = new Map<string, string>();

function original(file: string): string {
  const text = originals.get(file) ?? translated(readFileSync(file, "utf8"));
  originals.set(file, text);
  return text;
}

function translated(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  }).outputText;
}
