import type { JournalEntry, JournalEvent } from "./entry.ts";
import type { Item } from "./items.ts";

/** Capabilities of a worker. */
export interface WorkerCapabilities {
  /** Whether to create videos, or only to follow accepted tasks. */
  readonly create: boolean;
  /** Whether to save the results of completed tasks. */
  readonly save: boolean;
  /** Whether to send items of unknown outcome again under the idempotency key that they carried. */
  readonly idempotent: boolean;
}

/**
 * The result of requesting permission to send a paid request: `limit` when it would exceed the spending limit, `lost`
 * when another worker has the item.
 */
export type SendPermission = "begun" | "limit" | "lost";

/**
 * Records the events of each item, so that no crash sends a paid request twice or loses a task. When a promise of
 * `begin` or `record` resolves, the event survives a crash of the process and a power failure. All methods reject with
 * a `BatchError` when they cannot guarantee that.
 */
export interface Journal {
  /** Its location, for messages. */
  readonly name: string;
  /** The permanent id of the batch, from which idempotency keys are made. */
  readonly id: string;
  /** Notes for people from opening, for example about an incomplete line. */
  readonly notes: readonly string[];
  /** Adds the items. Rejects with `changed` when they do not match the sent ones. */
  admit(items: readonly Item[], options: { readonly allowChanged: boolean }): Promise<void>;
  /**
   * Takes an item that no worker has, charged ones first. Undefined when there is nothing left to do.
   */
  take(capabilities: WorkerCapabilities): Promise<JournalEntry | undefined>;
  /** Requests permission to send a paid request, and records `begun`. It may be sent only after that. */
  begin(event: JournalEvent & { readonly type: "begun" }, maxCredits: number | undefined): Promise<SendPermission>;
  /** Records an event and returns the new entry. */
  record(event: JournalEvent): Promise<JournalEntry>;
  /** Releases an item. It may be taken again, unless nothing more can be done for it in this run. */
  release(key: string, next: "retry" | "leave"): Promise<void>;
  /** Resolves to every entry, in the order of the items. */
  entries(): Promise<JournalEntry[]>;
  /** Releases all items, locks, files and connections. */
  close(): Promise<void>;
}

/**
 * How long an idempotency key is trusted after its first use, in milliseconds: 24 hours. The vendor documents neither
 * the keys nor their lifetime; services usually keep keys for a day.
 */
export const KEY_TRUSTED_MS = 24 * 3600 * 1000;

/** Returns whether a worker with these capabilities has something to do for an entry. */
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

/**
 * The message for an item whose process ended, or lost its job, between sending the request and recording the response.
 */
export const OUTCOME_NOT_RECORDED =
  "the process ended after the paid request was begun and before its response was written down";
