import { parentPort, workerData } from "node:worker_threads";
import type { ContractCase } from "../../src/contract/index.ts";
import type { JsonObject } from "../../src/contract/schema/json.ts";
import { judgementOf, nameOf } from "./judgement.ts";
import { ajvJudge, casesByRoot, planOf } from "./suite.ts";

/** What a worker is given: the document, the suite, and the names of the mutants that are its share. */
export interface Share {
  readonly document: JsonObject;
  readonly cases: readonly ContractCase[];
  readonly names: readonly string[];
}

const { document, cases, names } = workerData as Share;
const plan = planOf(document);
const byRoot = casesByRoot(cases);
const own = new Set(names);
for (const mutant of plan.mutants) {
  if (own.has(nameOf(mutant))) parentPort?.postMessage(judgementOf(document, mutant, plan, byRoot, ajvJudge));
}
