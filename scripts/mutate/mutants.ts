import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ContractCase } from "../../src/contract/index.ts";
import { canonicalText, type JsonObject } from "../../src/shared/json.ts";
import type { Mutants } from "./run.ts";
import { nameOf, type MutantResult } from "./result.ts";
import { planOf } from "./suite.ts";
import { testShare, type Share } from "./share.ts";

const WORTH_A_WORKER = 25;

/**
 * Returns the mutants of a document's constraints, tested by its derived cases with ajv, and on demand with Prism as
 * well.
 */
export function contractMutants(document: JsonObject, cases: readonly ContractCase[], prism: boolean): Mutants {
  return {
    names: planOf(document).mutants.map(nameOf),
    subject: canonicalText(document) + JSON.stringify(cases) + String(prism),
    async run(names, onResult) {
      const shares = sharesOf(names).map((share): Share => ({ document, cases, prism, names: share }));
      const test = shares.length === 1 ? testShare : testInWorker;
      await Promise.all(shares.map((share) => test(share, onResult)));
    },
  };
}

/**
 * Splits names into as many shares as there are cores, but into fewer when there are few: a worker has to start, too.
 */
function sharesOf(names: readonly string[]): readonly (readonly string[])[] {
  const count = Math.min(availableParallelism(), Math.ceil(names.length / WORTH_A_WORKER));
  return Array.from({ length: count }, (_, worker) => names.filter((_, index) => index % count === worker));
}

// Node 20 does not pass the TypeScript loader to a worker, which therefore registers its own.
const BOOT = `
  import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({ register }) => {
    register();
    return import(${JSON.stringify(new URL("./worker.ts", import.meta.url).href)});
  });
`;

async function testInWorker(share: Share, onResult: (result: MutantResult) => void): Promise<void> {
  const worker = new Worker(BOOT, { eval: true, workerData: share });
  await new Promise<void>((resolve, reject) => {
    worker.on("message", onResult);
    worker.on("error", reject);
    worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}
