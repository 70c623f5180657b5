import { randomFrom } from "../../src/contract/build/choices.ts";
import { Journal } from "./journal.ts";
import { nameOf, type MutantResult } from "./result.ts";

/** The mutants of a document, with their tests. */
export interface Mutants {
  /** The names of all mutants, in an order that is the same every time. */
  readonly names: readonly string[];
  /** Everything that results depend on: a change of it invalidates earlier results. */
  readonly subject: string;
  /** Tests the mutants of these names; reports each result as soon as it is known. */
  run(names: readonly string[], onResult: (result: MutantResult) => void): Promise<void>;
}

/** Options of a run. */
export interface RunOptions {
  /** Number of mutants, chosen by the seed. @default all */
  readonly sample?: number;
  /** Default 1. */
  readonly seed?: string;
  /** Folder of results for the next run. @default none */
  readonly directory?: string;
  /** Called after each result. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** The score of some mutants. */
export interface Score {
  readonly mutants: number;
  readonly noticed: number;
  readonly equivalent: number;
  readonly survived: number;
  /** Noticed mutants among those that are not equivalent, from 0 to 1. */
  readonly score: number;
  readonly survivors: readonly MutantResult[];
  /** Mutants of requests that Prism tested, and those that it did not detect. */
  readonly prism: { readonly asked: number; readonly unnoticed: readonly MutantResult[] };
}

/** Tests mutants, except those that an earlier run has tested. */
export async function runMutants(mutants: Mutants, options: RunOptions = {}): Promise<readonly MutantResult[]> {
  const names = chosen(mutants.names, options);
  const wanted = new Set(names);
  const journal = options.directory === undefined ? undefined : new Journal(options.directory, mutants.subject);
  const done = new Map(
    (journal?.read() ?? []).filter((one) => wanted.has(nameOf(one))).map((one) => [nameOf(one), one]),
  );
  const onResult = (result: MutantResult): void => {
    done.set(nameOf(result), result);
    journal?.add(result);
    options.onProgress?.(done.size, names.length);
  };
  await mutants.run(
    names.filter((name) => !done.has(name)),
    onResult,
  );
  return [...done.values()];
}

function chosen(names: readonly string[], { sample, seed = "1" }: RunOptions): readonly string[] {
  if (sample === undefined || sample >= names.length) return names;
  const random = randomFrom(seed);
  const ranked = names.map((name) => [random(), name] as const).sort(([left], [right]) => left - right);
  return ranked.slice(0, sample).map(([, name]) => name);
}

/** Counts the results of mutants. */
export function scoreOf(results: readonly MutantResult[]): Score {
  const count = (outcome: MutantResult["outcome"]): number => results.filter((one) => one.outcome === outcome).length;
  const [noticed, equivalent, survived] = [count("noticed"), count("equivalent"), count("survived")];
  const survivors = results.filter(({ outcome }) => outcome === "survived");
  const prism = {
    asked: results.filter((one) => one.prism !== undefined).length,
    unnoticed: results.filter((one) => one.prism === "unnoticed"),
  };
  return {
    prism,
    mutants: results.length,
    noticed,
    equivalent,
    survived,
    score: noticed + survived === 0 ? 1 : noticed / (noticed + survived),
    survivors,
  };
}
