import { BatchError } from "./error.ts";

/**
 * The state of an item.
 *
 * - `waiting`: not sent, or certainly not accepted.
 * - `begun`: its paid request was begun; a process works on it.
 * - `unknown`: its request may have been accepted; a person has to settle it.
 * - `refused`: it was certainly not accepted, for a reason that may persist.
 * - `accepted`: its task exists and is charged; it is being followed.
 * - `completed`, `saved`, `failed`: the task has ended; `saved` when its results are on disk.
 */
export type ItemState = "waiting" | "begun" | "unknown" | "refused" | "accepted" | "completed" | "saved" | "failed";

/** The journal's entry of an item. */
export interface JournalEntry {
  /** The key of the item: its own, or one from `readItems`. */
  readonly key: string;
  /** The state of the item. */
  readonly state: ItemState;
  /** Number of begun paid requests. */
  readonly attempt: number;
  /** SHA-256 of the body that was sent last. */
  readonly hash?: string;
  /** The price in credits, by the contract. */
  readonly estimate?: number;
  /** The vendor's reservation, in credits. */
  readonly credits?: number;
  /** The id of its task, once one is known. */
  readonly taskId?: string;
  /** The idempotency key that the last request carried. */
  readonly idempotencyKey?: string;
  /** When the last request was begun; with an idempotency key, when that was first sent (ISO 8601). */
  readonly begunAt?: string;
  /** Whether a request before the last one may have been accepted. */
  readonly uncertain?: boolean;
  /** The error message. */
  readonly message?: string;
  /** Where its results were saved. */
  readonly files?: readonly string[];
  /** Number of results of the completed task. */
  readonly results?: number;
}

/**
 * An event of an item in the journal. `attempt` is the number of its paid request, from 1.
 */
export type JournalEvent =
  /** Written before the paid request is sent. */
  | {
      readonly type: "begun";
      readonly key: string;
      readonly attempt: number;
      readonly at: string;
      readonly hash: string;
      readonly estimate: number;
      readonly idempotencyKey?: string;
    }
  /** The request was certainly not accepted, and may be begun again. */
  | { readonly type: "unsent"; readonly key: string; readonly attempt: number; readonly message: string }
  /** The request was certainly not accepted; the same one will probably be rejected again. */
  | { readonly type: "refused"; readonly key: string; readonly attempt: number; readonly message: string }
  /** It is not known whether the request was accepted. */
  | { readonly type: "unknown"; readonly key: string; readonly attempt: number; readonly message: string }
  /** The task exists: its id, from the response or from a person. */
  | {
      readonly type: "accepted";
      readonly key: string;
      readonly attempt: number;
      readonly taskId: string;
      readonly credits?: number;
    }
  /** A person has confirmed that no request of the item was accepted. */
  | { readonly type: "cleared"; readonly key: string; readonly attempt: number }
  /** The task has ended. */
  | {
      readonly type: "ended";
      readonly key: string;
      readonly completed: boolean;
      readonly message?: string;
      readonly results?: number;
    }
  /** The results are on disk. */
  | { readonly type: "saved"; readonly key: string; readonly files: readonly string[] };

/** The states in which an event is allowed. */
const FROM: Readonly<Record<JournalEvent["type"], readonly ItemState[]>> = {
  begun: ["waiting", "refused", "begun", "unknown"],
  unsent: ["begun", "unknown"],
  refused: ["waiting", "refused", "begun", "unknown"],
  unknown: ["begun", "unknown"],
  // A late response may contradict a person who said that the request was not accepted.
  accepted: ["begun", "unknown", "waiting"],
  cleared: ["unknown"],
  ended: ["accepted"],
  saved: ["completed"],
};

/** Returns the entry of an item without events. */
export function waiting(key: string): JournalEntry {
  return { key, state: "waiting", attempt: 0 };
}

/**
 * Returns the entry after an event. A repeated event changes nothing. Throws a `BatchError` (`damaged`) when the event
 * is not allowed in this state. In particular, a request of unknown outcome may only be begun again under the same
 * idempotency key.
 */
export function apply(entry: JournalEntry, event: JournalEvent): JournalEntry {
  if (isKnown(entry, event)) return entry;
  const wanted = event.type === "begun" ? entry.attempt + 1 : entry.attempt;
  const attempt = "attempt" in event ? event.attempt : wanted;
  if (!FROM[event.type].includes(entry.state) || attempt !== wanted || isBlindRepetition(entry, event)) {
    throw new BatchError(
      "damaged",
      `${entry.key}: "${event.type}" of attempt ${attempt} cannot follow "${entry.state}" of attempt ${entry.attempt}`,
    );
  }
  return next(entry, event);
}

/** Returns the event for a response with the task of another item: it is unknown whether the item has its own task. */
export function sharedTask(
  { key, attempt, taskId }: JournalEvent & { readonly type: "accepted" },
  owner: string,
): JournalEvent {
  const message = `the API responded with ${taskId}, which is the task of ${owner} already: it is unclear whether this request was accepted`;
  return { type: "unknown", key, attempt, message };
}

function isKnown(entry: JournalEntry, event: JournalEvent): boolean {
  if (event.type === "accepted") return entry.taskId === event.taskId;
  if (event.type === "ended")
    return event.completed ? entry.state === "completed" || entry.state === "saved" : entry.state === "failed";
  return event.type === "saved" && entry.state === "saved";
}

/** Returns whether an outcome of an earlier request is open. */
const isOpen = ({ state, uncertain }: JournalEntry): boolean =>
  state === "begun" || state === "unknown" || uncertain === true;

function isBlindRepetition(entry: JournalEntry, event: JournalEvent): boolean {
  if (event.type !== "begun" || !isOpen(entry)) return false;
  return entry.idempotencyKey === undefined || entry.idempotencyKey !== event.idempotencyKey;
}

function next(entry: JournalEntry, event: JournalEvent): JournalEntry {
  const quiet = without("message", entry);
  switch (event.type) {
    case "begun":
      return begun(quiet, event);
    case "unsent":
      return { ...entry, state: entry.uncertain === true ? "unknown" : "waiting", message: event.message };
    case "refused":
      return { ...entry, state: entry.uncertain === true ? "unknown" : "refused", message: event.message };
    case "unknown":
      return { ...entry, state: "unknown", message: event.message };
    case "accepted":
      return {
        ...quiet,
        state: "accepted",
        taskId: event.taskId,
        ...(event.credits === undefined ? {} : { credits: event.credits }),
      };
    case "cleared":
      return { ...quiet, state: "waiting", uncertain: false };
    case "ended":
      return {
        ...quiet,
        state: event.completed ? "completed" : "failed",
        ...(event.message === undefined ? {} : { message: event.message }),
        ...(event.results === undefined ? {} : { results: event.results }),
      };
    case "saved":
      return { ...quiet, state: "saved", files: event.files };
  }
}

function begun(
  entry: JournalEntry,
  { attempt, at, hash, estimate, idempotencyKey }: JournalEvent & { type: "begun" },
): JournalEntry {
  const open = isOpen(entry);
  const keyed = idempotencyKey === undefined ? {} : { idempotencyKey };
  // An idempotency key protects for a time after its first use.
  return {
    ...without("idempotencyKey", entry),
    ...keyed,
    state: "begun",
    attempt,
    hash,
    estimate,
    begunAt: open ? (entry.begunAt ?? at) : at,
    uncertain: open,
  };
}

function without(member: "message" | "idempotencyKey", entry: JournalEntry): JournalEntry {
  const copy: { -readonly [Name in keyof JournalEntry]: JournalEntry[Name] } = { ...entry };
  if (member === "message") delete copy.message;
  else delete copy.idempotencyKey;
  return copy;
}
