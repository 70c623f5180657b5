import { fork } from "node:child_process";
import { join } from "node:path";
import { DOCUMENTS, type DocumentName } from "./cases/documents.ts";
import { rounded, type Benchmark, type Measured } from "./measured.ts";

const WORKER = join(import.meta.dirname, "cases", "worker.ts");

/** The cost of deriving the cases of a document. */
interface Derived {
  readonly seconds: number;
  readonly megabytes: number;
  readonly cases: number;
  readonly sides: number;
  readonly covered: number;
}

/** Derives the cases of a document in a separate process, to measure its memory alone. */
async function measure(name: DocumentName): Promise<Derived> {
  const worker = fork(WORKER, [name], { execArgv: ["--import", "tsx"] });
  return new Promise((resolve, reject) => {
    worker.once("message", (derived) => {
      resolve(derived as Derived); // The worker sends only this message.
    });
    worker.once("error", reject);
    worker.once("exit", (code) => {
      reject(new Error(`deriving from ${name} ended with ${String(code)} before it was done`));
    });
  });
}

async function measureAll(): Promise<Measured> {
  const rows: { document: DocumentName; seconds: number; megabytes: number; [figure: string]: string | number }[] = [];
  for (const name of DOCUMENTS) {
    const { seconds, megabytes, cases, sides, covered } = await measure(name);
    rows.push({
      document: name,
      seconds: rounded(seconds),
      megabytes: Math.round(megabytes),
      cases,
      sides,
      "covered, %": rounded((100 * covered) / sides),
    });
  }
  const of = (name: DocumentName): number => rows.find(({ document }) => document === name)?.seconds ?? Infinity;
  return {
    tables: [{ title: "deriving cases by size of document", rows }],
    aims: [
      { aim: "seconds for 500 operations", limit: 60, got: of("500 operations") },
      { aim: "seconds for unions of recursive schemas", limit: 60, got: of("40 recursive schemas in unions") },
      { aim: "megabytes for the largest document", limit: 500, got: Math.max(...rows.map((row) => row.megabytes)) },
    ],
  };
}

export const benchmark: Benchmark = {
  description: "Derives the cases of documents of five sizes: time, memory, cases and coverage.",
  measure: measureAll,
};
