import { readFileSync } from "node:fs";
import ts from "typescript";
import { nameOf, type MutantResult } from "../result.ts";
import { editsOf, parse, type CodeEdit, type Scope } from "./edits.ts";

/** One change of one file. */
export interface CodeMutant extends Pick<MutantResult, "pointer" | "keyword" | "operator"> {
  readonly file: string;
  readonly edit: CodeEdit;
  /** The whole file as it becomes. */
  readonly source: string;
}

/** Every mutant of a file, each under a name of its own. */
export function mutantsOf(file: string, scope: Scope, source = readFileSync(file, "utf8")): readonly CodeMutant[] {
  const tree = parse(file, source);
  const mutants = editsOf(tree, scope).map((edit): CodeMutant => {
    const { line, character } = ts.getLineAndCharacterOfPosition(tree, edit.start);
    const { keyword, operator, start, end, text } = edit;
    return {
      file,
      edit,
      keyword,
      operator,
      pointer: `${file}:${line + 1}:${character + 1}`,
      source: source.slice(0, start) + text + source.slice(end),
    };
  });
  return [...new Map(mutants.map((mutant) => [nameOf(mutant), mutant])).values()];
}
