import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { randomFrom } from "../../src/contract/build/choices.ts";
import { deriveCases } from "../../src/contract/index.ts";
import { canonical, type JsonObject } from "../../src/contract/schema/json.ts";
import { Journal } from "./journal.ts";
import { nameOf, type Judgement } from "./judgement.ts";
import { planOf } from "./suite.ts";
import type { Share } from "./worker.ts";

/** How mutants are judged. */
export interface MutateOptions {
  /** How many mutants, chosen by the seed; all when left out. */
  readonly sample?: number;
  /** Default 1. */
  readonly seed?: string;
  /** Where judgements are kept for the next run; nowhere when left out. */
  readonly directory?: string;
  /** Whether Prism is asked about the mutants of requests as well. */
  readonly prism?: boolean;
  /** Told after each judgement. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** The outcome of a run. */
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

/** Derives a suite from a document and judges by it the document's mutants, in parallel. */
export async function mutate(document: JsonObject, options: MutateOptions = {}): Promise<Score> {
  const { cases } = deriveCases(document);
  const names = chosen(planOf(document).mutants.map(nameOf), options);
  const wanted = new Set(names);
  const journal = options.directory === undefined ? undefined : new Journal(options.directory, canonical(document) + JSON.stringify(cases) + String(options.prism === true));
  const done = new Map((journal?.read() ?? []).filter((one) => wanted.has(nameOf(one))).map((one) => [nameOf(one), one]));
  const open = names.filter((name) => !done.has(name));
  const count = Math.min(availableParallelism(), open.length);
  const shares = Array.from({ length: count }, (_, worker): Share => ({
    ...{ document, cases, prism: options.prism === true },
    names: open.filter((_, index) => index % count === worker),
  }));
  const onJudgement = (judgement: Judgement): void => {
    done.set(nameOf(judgement), judgement);
    journal?.add(judgement);
    options.onProgress?.(done.size, names.length);
  };
  await Promise.all(shares.map((share) => work(share, onJudgement)));
  return scoreOf([...done.values()]);
}

// Node 20 does not hand the loader of TypeScript on to a worker, which therefore registers its own.
const BOOT = `
  import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({ register }) => {
    register();
    return import(${JSON.stringify(new URL("./worker.ts", import.meta.url).href)});
  });
`;

function chosen(names: readonly string[], { sample, seed = "1" }: MutateOptions): readonly string[] {
  if (sample === undefined || sample >= names.length) return names;
  const random = randomFrom(seed);
  const ranked = names.map((name) => [random(), name] as const).sort(([left], [right]) => left - right);
  return ranked.slice(0, sample).map(([, name]) => name);
}

async function work(share: Share, onJudgement: (judgement: Judgement) => void): Promise<void> {
  const worker = new Worker(BOOT, { eval: true, workerData: share });
  await new Promise<void>((resolve, reject) => {
    worker.on("message", onJudgement);
    worker.on("error", reject);
    worker.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code}`))));
  });
}

function scoreOf(judgements: readonly Judgement[]): Score {
  const count = (outcome: Judgement["outcome"]): number => judgements.filter((one) => one.outcome === outcome).length;
  const [noticed, equivalent, survived] = [count("noticed"), count("equivalent"), count("survived")];
  const survivors = judgements.filter(({ outcome }) => outcome === "survived");
  const prism = { asked: judgements.filter((one) => one.prism !== undefined).length, unnoticed: judgements.filter((one) => one.prism === "unnoticed") };
  return { prism, mutants: judgements.length, noticed, equivalent, survived, score: noticed + survived === 0 ? 1 : noticed / (noticed + survived), survivors };
}
