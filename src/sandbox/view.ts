import { contractFingerprint, contractVersion, taskStatusTerminal } from "../../generated/constants.ts";
import type { Task, VideoGenerationRequest } from "../../generated/types.ts";
import type { Clock } from "./clock.ts";
import { faults } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import { isTerminal, resultsLive, wayTo } from "./lifecycle.ts";
import { resultPath } from "./result-path.ts";
import { scenarios } from "./scenarios.ts";
import type { Attempt, HistoryEntry, TaskRecord } from "./task-record.ts";
import type { Tasks } from "./tasks.ts";

/** All that the sandbox knows of a task. Times are in milliseconds since 1970, on the sandbox's clock. */
export interface TaskView {
  /** Id of the task. */
  readonly id: string;
  /** When it was created. */
  readonly created: number;
  /** The body of its create request. */
  readonly request: VideoGenerationRequest;
  /** Name of the scenario that it lives. */
  readonly scenario: string;
  /** What was asked to go wrong: with its callback, or with the response to its create request. */
  readonly fault: string | undefined;
  /** The response to its create request. */
  readonly answer: Task;
  /** What a read responds with now. */
  readonly task: Task;
  /** What happened to it, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** Each attempt to call back. */
  readonly callbacks: readonly Attempt[];
  /** Whether its status is final. */
  readonly ended: boolean;
  /** The final statuses that it can still reach. */
  readonly canBecome: readonly string[];
  /** Path of its video, while that can be fetched. */
  readonly video: string | undefined;
}

/** What the page shows besides the tasks. */
export interface Standing {
  readonly now: number;
  readonly credits: { readonly remaining: number; readonly reserved: number; readonly used: number };
}

/** Returns a task as `sandbox.tasks` and the page show it; later changes do not reach it. */
export function viewOf(record: TaskRecord, tasks: Tasks, now: number): TaskView {
  return {
    id: record.id,
    created: record.created,
    request: record.request,
    scenario: record.scenarioName,
    fault: record.fault,
    answer: record.response,
    task: tasks.present(record),
    history: [...record.history],
    callbacks: [...record.callbacks],
    ended: isTerminal(record.status),
    canBecome: taskStatusTerminal.filter((status) => wayTo(record.status, status) !== undefined),
    video: resultsLive(record, now) ? resultPath(record.id) : undefined,
  };
}

/** Clock and credits. */
export function standing(clock: Clock, ledger: Ledger): Standing {
  return { now: clock.now(), credits: { remaining: ledger.remaining, reserved: ledger.reserved, used: ledger.used } };
}

/** What never changes while the sandbox runs. */
export function about(url: string, clock: Clock): Readonly<Record<string, unknown>> {
  return {
    url,
    speed: clock.speed,
    contract: { version: contractVersion, fingerprint: contractFingerprint },
    scenarios: Object.fromEntries([...scenarios].map(([name, { summary }]) => [name, summary])),
    faults,
  };
}
