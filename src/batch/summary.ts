import { spentBy, total } from "./budget.ts";
import type { JournalEntry, ItemState } from "./entry.ts";
import type { Item } from "./items.ts";

/** The state of a batch after a run. */
export interface Summary {
  /**
   * 130: interrupted with work left; else 3: some are of unknown outcome; else 1: some failed, were rejected, or
   * completed without a result that was to be saved; else 4: some are left, because of the spending limit or another
   * obstacle; else 0: all are completed, and saved if requested.
   */
  readonly exitCode: number;
  /** Number of items by state. */
  readonly counts: Readonly<Record<ItemState, number>>;
  /** Maximum cost of the batch so far, all runs together, in credits. */
  readonly credits: number;
  /** The items that a person has to decide about. */
  readonly unknown: readonly JournalEntry[];
  /** The items whose tasks completed without a result. */
  readonly withoutResult: readonly JournalEntry[];
  /** Why no more videos were created, if so. */
  readonly halted: string | undefined;
}

/** How a run ended. */
export interface End {
  readonly interrupted?: boolean;
  readonly halted?: string | undefined;
  /** Whether results were to be saved. */
  readonly saving?: boolean;
}

/** Summarizes the entries, including those of items that are no longer in the file. */
export function summarize(
  items: readonly Item[],
  entries: readonly JournalEntry[],
  { interrupted = false, halted, saving = false }: End,
): Summary {
  const counts: Record<ItemState, number> = {
    waiting: 0,
    begun: 0,
    unknown: 0,
    refused: 0,
    accepted: 0,
    completed: 0,
    saved: 0,
    failed: 0,
  };
  for (const { state } of entries) counts[state] += 1;
  const known = new Set(entries.map(({ key }) => key));
  counts.waiting += items.filter(({ key }) => !known.has(key)).length;
  const unknown = entries.filter(({ state }) => state === "unknown");
  const withoutResult = entries.filter(({ state, results }) => state === "completed" && results === 0);
  const unsaveable = saving ? withoutResult.length : 0;
  const unsaved = saving ? counts.completed - unsaveable : 0;
  const left = counts.waiting + counts.begun + counts.accepted + unsaved;
  const isInterrupted = interrupted && left > 0;
  return {
    exitCode: exitCodeOf(counts, { isInterrupted, left, unsaveable }),
    counts,
    credits: total(spentBy(entries)),
    unknown,
    withoutResult,
    halted,
  };
}

function exitCodeOf(
  { unknown, failed, refused }: Readonly<Record<ItemState, number>>,
  {
    isInterrupted,
    left,
    unsaveable,
  }: { readonly isInterrupted: boolean; readonly left: number; readonly unsaveable: number },
): number {
  if (isInterrupted) return 130;
  if (unknown > 0) return 3;
  if (failed + refused + unsaveable > 0) return 1;
  return left > 0 ? 4 : 0;
}
