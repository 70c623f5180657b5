import type { Task } from "../../generated/types.ts";
import type { Fault } from "./faults.ts";
import type { Life } from "./lifecycle.ts";

/** An attempt to send a callback. */
export interface Attempt {
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  /** Number of the attempt, from 1 for each callback. */
  readonly number: number;
  /** The result. */
  readonly outcome: "delivered" | "failed" | "not sent";
  /** HTTP status of the receiver's response, if any. */
  readonly status: number | undefined;
  /** What happened, in words. */
  readonly detail: string;
}

/** An event in the history of a task. */
export interface HistoryEntry {
  /** In milliseconds since 1970. */
  readonly at: number;
  /** The kind of event. */
  readonly kind: "created" | "status" | "read" | "replayed";
  /** What happened, in words. */
  readonly text: string;
}

/** A task with all data of the sandbox about it. */
export interface TaskRecord extends Life {
  readonly scenarioName: string;
  /** The requested fault of its callback or of the response to its create request. */
  readonly fault: Fault | undefined;
  readonly idempotencyKey: string | undefined;
  /** Base URL of its result link, when no request provides one. */
  readonly baseUrl: string;
  /** The response to its create request. */
  readonly response: Task;
  readonly history: HistoryEntry[];
  readonly callbacks: Attempt[];
}
