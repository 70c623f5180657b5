import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ContractCase } from "../../../src/contract/index.ts";
import type { Json } from "../../generate/contract.ts";
import { unjudged, validatorOf } from "../../judges/generated.ts";
import { mutantsOf, type CodeMutant } from "../code/mutants.ts";
import type { Field } from "../field.ts";
import { nameOf, type Judgement } from "../judgement.ts";
import { haveSameDecisions } from "./normal.ts";
import { RULES } from "./rules.ts";
import { firstMisjudged } from "./sandboxed.ts";

const FOLDER = "generated/validators";


/** The generated validators, judged by the derived cases. */
export function validatorsField(document: Json, cases: readonly ContractCase[]): Field {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".js")).map((name) => join(FOLDER, name));
  const mutants = new Map(files.flatMap((file) => mutantsOf(file, RULES)).map((mutant) => [nameOf(mutant), mutant]));
  const own = new Map(files.map((file) => [file, cases.filter((one) => unjudged(one) === undefined && join(FOLDER, `${validatorOf(document, one)}.js`) === file)]));
  return {
    name: "validators",
    names: [...mutants.keys()],
    subject: files.map((file) => readFileSync(file, "utf8")).join("") + JSON.stringify(cases),
    async judge(names, onJudgement) {
      for (const name of names) {
        const mutant = mutants.get(name);
        if (mutant) onJudgement(judgementOf(mutant, own.get(mutant.file) ?? []));
        // So that progress is written in the meantime.
        await new Promise(setImmediate);
      }
    },
  };
}

function judgementOf({ pointer, keyword, operator, source, file }: CodeMutant, cases: readonly ContractCase[]): Judgement {
  const about = { pointer, keyword, operator };
  const noticed = firstMisjudged(source, cases);
  if (noticed !== undefined) return { ...about, outcome: "noticed", reason: noticed };
  if (haveSameDecisions(readFileSync(file, "utf8"), source)) return { ...about, outcome: "equivalent", reason: "normal form: decisions" };
  return { ...about, outcome: "survived", reason: `none of ${cases.length} cases is judged otherwise` };
}
