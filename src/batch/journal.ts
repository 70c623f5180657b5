import type { JournalEntry, JournalEvent } from "./entry.ts";
import type { Item } from "./items.ts";

/** What a worker is ready to do. */
export interface WorkerCapabilities {
  /** Whether to create videos, or only to follow what is accepted. */
  readonly create: boolean;
  /** Whether to save the results of completed tasks. */
  readonly save: boolean;
  /** Whether to send items of unknown outcome again under the idempotency key that they carried. */
  readonly idempotent: boolean;
}

/**
 * What came of asking for permission to send a paid request: `limit` when it would pass the spending limit, `lost` when
 * another worker has the item.
 */
export type SendPermission = "begun" | "limit" | "lost";

/**
 * Remembers what was done for which item, so that no crash sends a paid request twice or loses a task. When a promise
 * of `begin` or `record` resolves, the event survives the loss of the process and of the machine's power. All methods
 * reject with a `BatchError` when they cannot keep that promise.
 */
export interface Journal {
  /** Where it is, for messages. */
  readonly name: string;
  /** Names the batch for good; idempotency keys are made from it. */
  readonly id: string;
  /** Notes for people about what was found on opening, a torn line for example. */
  readonly notes: readonly string[];
  /** Makes the items known. Rejects with `changed` when they do not fit to what was sent. */
  admit(items: readonly Item[], options: { readonly allowChanged: boolean }): Promise<void>;
  /**
   * Gives an item to work on that nobody has: first those that are paid for. Undefined when there is nothing left to
   * do.
   */
  take(capabilities: WorkerCapabilities): Promise<JournalEntry | undefined>;
  /** Asks for permission to send a paid request, and writes it down: only after `begun` may it be sent. */
  begin(event: JournalEvent & { readonly type: "begun" }, maxCredits: number | undefined): Promise<SendPermission>;
  /** Writes down what happened and returns the entry as it is now. */
  record(event: JournalEvent): Promise<JournalEntry>;
  /** Gives an item back. It may be taken again, unless nothing more can be done for it in this run. */
  release(key: string, next: "retry" | "leave"): Promise<void>;
  /** Resolves to every entry, in the order of the items. */
  entries(): Promise<JournalEntry[]>;
  /** Gives everything back and frees locks, files and connections. */
  close(): Promise<void>;
}

/**
 * How long after its first use an idempotency key is trusted, in milliseconds: 24 hours. The vendor documents neither
 * the keys nor their lifetime; a service that keeps keys usually does so for a day.
 */
export const KEY_TRUSTED_MS = 24 * 3600 * 1000;

/** Returns whether a worker that is ready for this has something to do for an entry. */
export function hasWork(
  { state, idempotencyKey, begunAt }: JournalEntry,
  { create, save, idempotent }: WorkerCapabilities,
): boolean {
  if (state === "accepted") return true;
  if (state === "completed") return save;
  if (state === "waiting" || state === "refused") return create;
  if (state !== "unknown" || !create || !idempotent || idempotencyKey === undefined) return false;
  return Date.now() - Date.parse(begunAt ?? "") < KEY_TRUSTED_MS;
}

/** What is said of an item whose process ended, or lost its job, between sending and writing down the response. */
export const OUTCOME_NOT_RECORDED =
  "the process ended after the paid request was begun and before its response was written down";
