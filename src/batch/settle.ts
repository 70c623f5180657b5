import { validateTaskId } from "../../generated/validators/TaskId.js";
import { BatchError } from "./error.ts";
import type { JournalEntry, JournalEvent } from "./entry.ts";
import { validate } from "../sdk/validation/validate.ts";

/** A person's decision about an item of unknown outcome: the id of its task, or that there is none. */
export type Finding = { readonly taskId: string } | "not-accepted";

/** The part of a journal that `settle` writes to. */
export interface SettledJournal {
  entries(): Promise<JournalEntry[]>;
  record(event: JournalEvent): Promise<JournalEntry>;
}

/**
 * Records a person's decision about an item of unknown outcome. Returns its entry: the task is followed, or the item
 * waits to be created again.
 *
 * @throws {BatchError} `input` when the item's outcome is not unknown, or the id is not one or is another item's.
 * @example
 * await settle(journal, "fox-1", { taskId: "task-unified-1757169743-7cvnl5zw" });
 * await settle(journal, "fox-2", "not-accepted");
 */
export async function settle(journal: SettledJournal, key: string, finding: Finding): Promise<JournalEntry> {
  const entries = await journal.entries();
  const entry = entries.find((candidate) => candidate.key === key);
  if (entry?.state !== "unknown") {
    throw new BatchError(
      "input",
      `There is nothing to settle about ${key}: it is ${entry === undefined ? "not in the journal" : entry.state}.`,
    );
  }
  const { attempt } = entry;
  if (finding === "not-accepted") return journal.record({ type: "cleared", key, attempt });
  const { taskId } = finding;
  if (validate(validateTaskId, taskId).length > 0) throw new BatchError("input", `${taskId} is not the id of a task.`);
  const owner = entries.find((candidate) => candidate.taskId === taskId);
  if (owner !== undefined)
    throw new BatchError("input", `${taskId} is the task of ${owner.key} already: find the one of ${key}.`);
  return journal.record({ type: "accepted", key, attempt, taskId });
}
