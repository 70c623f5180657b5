import type { Task } from "../../generated/types.ts";
import type { Fault } from "./faults.ts";
import type { Life } from "./lifecycle.ts";

/** One attempt to call back. */
export interface Attempt {
  /** When it began, in milliseconds since 1970. */
  readonly at: number;
  /** Counted from 1 for each sending. */
  readonly number: number;
  /** What became of it. */
  readonly outcome: "delivered" | "failed" | "not sent";
  /** HTTP status of the receiver's response, if one came. */
  readonly status: number | undefined;
  /** What happened, in words. */
  readonly detail: string;
}

/** Something that happened to a task. */
export interface HistoryEntry {
  /** In milliseconds since 1970. */
  readonly at: number;
  /** What kind of event it was. */
  readonly kind: "created" | "status" | "read" | "replayed";
  /** What happened, in words. */
  readonly text: string;
}

/** A task with all that the sandbox knows of it. */
export interface TaskRecord extends Life {
  readonly scenarioName: string;
  /** What was asked to go wrong: with its callback, or with the response to its create request. */
  readonly fault: Fault | undefined;
  readonly idempotencyKey: string | undefined;
  /** Base URL that its result link begins with, where no request says another. */
  readonly baseUrl: string;
  /** The response to its create request. */
  readonly answer: Task;
  readonly history: HistoryEntry[];
  readonly callbacks: Attempt[];
}
