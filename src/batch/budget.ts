import {
  qualityCreditsPerSecond,
  videoGenerationRequestDurationDefault,
  videoGenerationRequestQualityDefault,
} from "../../generated/constants.ts";
import type { JournalEntry } from "./entry.ts";

/** What the items that may have been accepted cost, in credits. */
export interface Spent {
  /** Sum over the responses that say it. */
  readonly known: number;
  /** Sum of the estimates where no response says it: the outcome is open or unknown, or the response has no figure. */
  readonly open: number;
  /** How many times its estimate the dearest response was, at least 1. */
  readonly factor: number;
}

/**
 * Returns the price of a video in credits, by the contract's `x-credits-per-second`. What the body does not say has the
 * contract's default; a quality that the contract does not know counts as its dearest.
 *
 * @example
 * estimateOf({ duration: 10, quality: "720p" }); // 81
 */
export function estimateOf(body: unknown): number {
  const { quality = videoGenerationRequestQualityDefault, duration } = Object(body) as {
    readonly quality?: unknown;
    readonly duration?: unknown;
  };
  const rates: Readonly<Record<string, number>> = qualityCreditsPerSecond;
  const rate = rates[String(quality)] ?? Math.max(...Object.values(rates));
  const seconds = typeof duration === "number" && duration > 0 ? duration : videoGenerationRequestDurationDefault;
  return rate * seconds;
}

/**
 * What a batch has spent so far: failed tasks count too, as nobody documents that the vendor gives their credits back.
 */
export function spentBy(entries: Iterable<JournalEntry>): Spent {
  let [known, open, factor] = [0, 0, 1];
  for (const { state, estimate = 0, credits } of entries) {
    if (state === "waiting" || state === "refused") continue;
    if (credits === undefined) open += estimate;
    else known += credits;
    if (credits !== undefined && estimate > 0) factor = Math.max(factor, credits / estimate);
  }
  return { known, open, factor };
}

/** Credits that are spent at most, by all that is known. */
export function total({ known, open, factor }: Spent): number {
  return known + open * factor;
}

/**
 * Returns whether another video of this estimated price would pass the limit. Sums of decimal prices are compared to a
 * millionth.
 */
export function wouldPass(spent: Spent, estimate: number, limit: number): boolean {
  return total(spent) + estimate * spent.factor > limit + 1e-6;
}
