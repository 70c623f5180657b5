import { Worker } from "node:worker_threads";
import type { ContractCase } from "../../../src/contract/index.ts";
import { canonicalText, type JsonObject } from "../../../src/shared/json.ts";
import { sharesOf, type Field } from "../field.ts";
import { nameOf, type MutantResult } from "../result.ts";
import { planOf } from "./suite.ts";
import type { Share } from "./worker.ts";

/** The constraints of a document, tested by its derived cases with ajv, and on demand with Prism as well. */
export function contractField(document: JsonObject, cases: readonly ContractCase[], prism: boolean): Field {
  return {
    name: "contract",
    names: planOf(document).mutants.map(nameOf),
    subject: canonicalText(document) + JSON.stringify(cases) + String(prism),
    async run(names, onResult) {
      await Promise.all(sharesOf(names).map((share) => work({ document, cases, prism, names: share }, onResult)));
    },
  };
}

// Node 20 does not hand the loader of TypeScript on to a worker, which therefore registers its own.
const BOOT = `
  import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({ register }) => {
    register();
    return import(${JSON.stringify(new URL("./worker.ts", import.meta.url).href)});
  });
`;

async function work(share: Share, onResult: (result: MutantResult) => void): Promise<void> {
  const worker = new Worker(BOOT, { eval: true, workerData: share });
  await new Promise<void>((resolve, reject) => {
    worker.on("message", onResult);
    worker.on("error", reject);
    worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}
