import { randomFrom } from "../../src/contract/build/choices.ts";
import type { Field } from "./field.ts";
import { Journal } from "./journal.ts";
import { nameOf, type Judgement } from "./judgement.ts";

/** How mutants are judged. */
export interface RunOptions {
  /** How many mutants of each field, chosen by the seed; all when left out. */
  readonly sample?: number;
  /** Default 1. */
  readonly seed?: string;
  /** Where judgements are kept for the next run; nowhere when left out. */
  readonly directory?: string;
  /** Told after each judgement. */
  readonly onProgress?: (field: Field["name"], done: number, of: number) => void;
}

/** What became of some mutants. */
export interface Score {
  readonly mutants: number;
  readonly noticed: number;
  readonly equivalent: number;
  readonly survived: number;
  /** Noticed mutants among those that are not equivalent, from 0 to 1. */
  readonly score: number;
  readonly survivors: readonly Judgement[];
  /** Mutants of requests that Prism was asked about, and those that it did not notice. */
  readonly prism: { readonly asked: number; readonly unnoticed: readonly Judgement[] };
}

/** Judges a field's mutants, but for those that an earlier run has judged. */
export async function runField(field: Field, options: RunOptions = {}): Promise<readonly Judgement[]> {
  const names = chosen(field.names, options);
  const wanted = new Set(names);
  const journal =
    options.directory === undefined ? undefined : new Journal(options.directory, `${field.name} ${field.subject}`);
  const done = new Map(
    (journal?.read() ?? []).filter((one) => wanted.has(nameOf(one))).map((one) => [nameOf(one), one]),
  );
  const onJudgement = (judgement: Judgement): void => {
    done.set(nameOf(judgement), judgement);
    journal?.add(judgement);
    options.onProgress?.(field.name, done.size, names.length);
  };
  await field.judge(
    names.filter((name) => !done.has(name)),
    onJudgement,
  );
  return [...done.values()];
}

function chosen(names: readonly string[], { sample, seed = "1" }: RunOptions): readonly string[] {
  if (sample === undefined || sample >= names.length) return names;
  const random = randomFrom(seed);
  const ranked = names.map((name) => [random(), name] as const).sort(([left], [right]) => left - right);
  return ranked.slice(0, sample).map(([, name]) => name);
}

/** Counts what became of mutants. */
export function scoreOf(judgements: readonly Judgement[]): Score {
  const count = (outcome: Judgement["outcome"]): number => judgements.filter((one) => one.outcome === outcome).length;
  const [noticed, equivalent, survived] = [count("noticed"), count("equivalent"), count("survived")];
  const survivors = judgements.filter(({ outcome }) => outcome === "survived");
  const prism = {
    asked: judgements.filter((one) => one.prism !== undefined).length,
    unnoticed: judgements.filter((one) => one.prism === "unnoticed"),
  };
  return {
    prism,
    mutants: judgements.length,
    noticed,
    equivalent,
    survived,
    score: noticed + survived === 0 ? 1 : noticed / (noticed + survived),
    survivors,
  };
}
