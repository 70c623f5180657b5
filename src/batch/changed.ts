import type { JournalEntry } from "./entry.ts";
import { BatchError } from "./error.ts";
import type { Item } from "./items.ts";

const SHOWN = 5;

/**
 * Compares the file with the journal. New lines are allowed, and items that were never accepted may change. Throws a
 * `BatchError` (`changed`) when a keyed item was sent with another body, and, unless `allowed`, when a sent item is
 * missing.
 */
export function assertUnchanged(items: readonly Item[], entries: Iterable<JournalEntry>, allowed: boolean): void {
  const byKey = new Map(items.map((item) => [item.key, item]));
  const sent = [...entries].filter(({ state }) => state !== "waiting" && state !== "refused");
  const edited = sent.filter(({ key, hash }) => (byKey.get(key)?.hash ?? hash) !== hash);
  const missing = sent.filter(({ key }) => !byKey.has(key));
  if (edited.length > 0) {
    throw new BatchError(
      "changed",
      `The file has changed: sent before with another body: ${list(edited)}. Give a new key to what is meant as a new video, or restore the line.`,
    );
  }
  if (missing.length > 0 && !allowed) {
    const what = `The file has changed. These items were sent and are no longer in it: ${list(missing)}.`;
    throw new BatchError(
      "changed",
      `${what} If a line was edited, it would be made and paid for as a new video. Restore the lines, or allow the change (--allow-changed): what was sent is then followed all the same.`,
    );
  }
}

function list(entries: readonly JournalEntry[]): string {
  const shown = entries.slice(0, SHOWN).map(({ key, taskId }) => (taskId === undefined ? key : `${key} (${taskId})`));
  return entries.length > SHOWN ? `${shown.join(", ")} and ${entries.length - SHOWN} more` : shown.join(", ");
}
