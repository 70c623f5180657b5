import {
  qualityCreditsPerSecond,
  videoGenerationRequestDurationDefault,
  videoGenerationRequestQualityDefault,
} from "../../generated/constants.ts";
import type { JournalEntry } from "./entry.ts";

/** The cost of the items that may have been accepted, in credits. */
export interface Spent {
  /** Sum of the responses' figures. */
  readonly known: number;
  /** Sum of the estimates of items without a figure: the outcome is open or unknown, or the response has none. */
  readonly open: number;
  /** Highest ratio of a response's figure to its estimate, at least 1. */
  readonly factor: number;
}

/**
 * Returns the price of a video in credits, by the contract's `x-credits-per-second`. Missing members have the
 * contract's defaults; an unknown quality counts as the most expensive.
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
 * Returns the expenses of a batch so far. Failed tasks count too: refunds by the vendor are undocumented.
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

/** Returns the maximum of spent credits. */
export function total({ known, open, factor }: Spent): number {
  return known + open * factor;
}

/**
 * Returns whether another video of this estimated price would exceed the limit. Compares sums to a millionth, because
 * prices are decimal.
 */
export function wouldPass(spent: Spent, estimate: number, limit: number): boolean {
  return total(spent) + estimate * spent.factor > limit + 1e-6;
}
