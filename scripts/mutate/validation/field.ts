import { readFileSync } from "node:fs";
import type { ContractCase } from "../../../src/contract/index.ts";
import type { Json } from "../../generate/contract.ts";
import { judged } from "../../generate/schemas.ts";
import { unjudged } from "../../judges/generated.ts";
import { SAMPLES, type Sample } from "../../judges/samples.ts";
import type { Field } from "../field.ts";
import { nameOf, type Judgement } from "../judgement.ts";
import { codeJudgement, codeMutants, FILES, firstMisjudged } from "./code.ts";
import { casesBySchema, schemaJudgement, schemaMutants, schemasAsDocument } from "./schemas.ts";

const JUDGES = ["scripts/judges/generated.ts", "scripts/judges/samples.ts"];

/** The generated schemas, judged by the derived cases, and the code that judges values by them, judged by the samples as well. */
export function validationField(
  contract: Json,
  cases: readonly ContractCase[],
  samples: readonly Sample[] = SAMPLES,
): Field {
  const document = schemasAsDocument(judged(contract).map(({ name }) => name));
  const bySchema = casesBySchema(contract, cases);
  const evidence = { contract, samples, cases: cases.filter((one) => unjudged(one) === undefined) };
  const judges = new Map<string, () => Judgement>([
    ...schemaMutants(document).map(
      (mutant) => [nameOf(mutant), () => schemaJudgement(contract, document, mutant, bySchema)] as const,
    ),
    ...codeMutants().map((mutant) => [nameOf(mutant), () => codeJudgement(mutant, evidence)] as const),
  ]);
  return {
    name: "validation",
    names: [...judges.keys()],
    subject: [...FILES, ...JUDGES].map((file) => readFileSync(file, "utf8")).join("") + JSON.stringify(cases),
    async judge(names, onJudgement) {
      const failure = firstMisjudged({ file: FILES[0], source: readFileSync(FILES[0], "utf8") }, evidence);
      // Where the original is judged otherwise, that proves nothing about any mutant.
      if (failure !== undefined) throw new Error(`${FILES[0]} judges wrongly by itself: ${failure}`);
      for (const name of names) {
        const judge = judges.get(name);
        if (judge) onJudgement(judge());
        // So that progress is written in the meantime.
        await new Promise(setImmediate);
      }
    },
  };
}
