import { availableParallelism } from "node:os";
import type { MutantResult } from "./result.ts";

const WORTH_A_WORKER = 25;

/** Names in as many shares as there are cores, but in fewer when there are few: a worker has to start, too. */
export function sharesOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.min(availableParallelism(), Math.ceil(items.length / WORTH_A_WORKER));
  return Array.from({ length: count }, (_, worker) => items.filter((_, index) => index % count === worker));
}

/** One kind of thing that is changed, the mutants of it, and what tests them. */
export interface Field {
  readonly name: "contract" | "validation" | "sandbox";
  /** The names of all mutants, in an order that is the same every time. */
  readonly names: readonly string[];
  /** All that results depend on: a change of it makes those of earlier runs worthless. */
  readonly subject: string;
  /** Tests the mutants of these names; reports each result as soon as it is known. */
  run(names: readonly string[], onResult: (result: MutantResult) => void): Promise<void>;
}
