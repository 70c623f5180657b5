export { estimateOf } from "./budget.ts";
export type { JournalEntry, JournalEvent, ItemState } from "./entry.ts";
export { BatchError, type BatchReason } from "./error.ts";
export { openFileJournal, type FileJournalOptions } from "./file/journal.ts";
export { readItems, type Item } from "./items.ts";
export type { Journal, SendPermission, WorkerCapabilities } from "./journal.ts";
export type { BatchEvent } from "./batch-event.ts";
export {
  openPgBossBatch,
  type EnqueueOptions,
  type PgBossBatch,
  type PgBossBatchOptions,
  type WorkOptions,
} from "./postgres/batch.ts";
export { once, settleOnce, type OnceOptions, type OnceResult } from "./postgres/once.ts";
export { runBatch, type BatchOptions } from "./run.ts";
export { settle, type Finding } from "./settle.ts";
export type { Summary } from "./summary.ts";
