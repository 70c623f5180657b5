import type { Judgement } from "./judgement.ts";

/** One kind of thing that is changed, the mutants of it, and who judges them. */
export interface Field {
  readonly name: "contract" | "validators" | "sandbox";
  /** The names of all mutants, in an order that is the same every time. */
  readonly names: readonly string[];
  /** All that judgements depend on: a change of it makes those of earlier runs worthless. */
  readonly subject: string;
  /** Judges the mutants of these names; tells each judgement as soon as it is known. */
  judge(names: readonly string[], onJudgement: (judgement: Judgement) => void): Promise<void>;
}
