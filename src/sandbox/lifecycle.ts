import {
  taskResultsLifetimeSeconds,
  taskStatusTerminal,
  taskStatusTransitions,
  videoGenerationRequestDurationDefault,
  videoGenerationRequestQualityDefault,
} from "../../generated/constants.ts";
import type { Task, TaskError, TaskStatus, VideoGenerationRequest } from "../../generated/types.ts";
import { exampleTask } from "./contract.ts";
import { priceOf } from "./ledger.ts";
import { UNKNOWN_STATUS, type Scenario } from "./scenarios.ts";

/** Duration of a task in milliseconds: the estimate of the contract's example. */
export const ESTIMATED_MS = Number(exampleTask.task_info.estimated_time) * 1000;

/** The state of a task. Times are in milliseconds since 1970. */
export interface Life {
  readonly id: string;
  readonly created: number;
  readonly request: VideoGenerationRequest;
  readonly scenario: Scenario;
  /** Price in credits. */
  readonly credits: number;
  status: string;
  /** Progress of a task that has ended or is stalled, in percent; undefined while it grows with time. */
  progress?: number;
  /** When the task ended. */
  ended?: number;
  error?: TaskError | undefined;
}

/** Thrown for a status transition that the contract does not allow. */
export class IllegalTransitionError extends Error {
  override readonly name = "IllegalTransitionError";
}

/** Returns a new task. */
export function begin(id: string, created: number, request: VideoGenerationRequest, scenario: Scenario): Life {
  const { quality = videoGenerationRequestQualityDefault, duration = videoGenerationRequestDurationDefault } = request;
  return { id, created, request, scenario, credits: priceOf(quality, duration), status: exampleTask.status };
}

/** Returns whether a status is final. */
export function isTerminal(status: string): boolean {
  return (taskStatusTerminal as readonly string[]).includes(status);
}

/**
 * Returns the statuses that may follow a status directly. An unknown status is treated like `processing`.
 */
function followers(status: string): readonly string[] {
  const known = taskStatusTransitions as Readonly<Record<string, readonly TaskStatus[]>>;
  // Stryker disable next-line ArrayDeclaration: there is no third kind of status, only the type does not say so.
  return status === UNKNOWN_STATUS ? taskStatusTransitions.processing : (known[status] ?? []);
}

/**
 * Returns the shortest sequence of statuses from one to another, the target included; undefined when there is none.
 */
export function wayTo(from: string, goal: string): string[] | undefined {
  const ways: string[][] = [[]];
  const seen = new Set([from]);
  for (const way of ways) {
    for (const next of followers(way.at(-1) ?? from)) {
      if (next === goal) return [...way, next];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  }
  return undefined;
}

/**
 * Changes the status of a task at the time `now`. Throws `IllegalTransitionError` when the contract does not allow it.
 * An unknown status may follow `processing`, for the scenario `unknown_status`.
 */
export function move(life: Life, status: string, now: number): void {
  const allowed =
    followers(life.status).includes(status) || (status === UNKNOWN_STATUS && life.status === "processing");
  if (!allowed) throw new IllegalTransitionError(`A task that is ${life.status} cannot become ${status}.`);
  const reached = progressAt(life, now);
  life.status = status;
  if (status !== "processing") life.progress = status === "completed" ? 100 : reached;
  if (!isTerminal(status)) return;
  life.ended = now;
  if (status === "failed") life.error = life.scenario.error;
}

/** Returns the progress at a time as an integer percentage. It never decreases and is 100 only for a completed task. */
export function progressAt(life: Life, now: number): number {
  if (life.progress !== undefined) return life.progress;
  if (life.status === exampleTask.status) return Number(exampleTask.progress);
  const share = Math.floor(((now - life.created) / ESTIMATED_MS) * 100);
  return Math.max(0, Math.min(share, life.scenario.highestProgress ?? 99));
}

/** Returns whether the results of a completed task can still be fetched. */
export function resultsLive({ status, ended = 0 }: Life, now: number): boolean {
  return status === "completed" && now < ended + taskResultsLifetimeSeconds * 1000;
}

/** Returns the task in the form of an API response. `resultUrl` is the URL of its video. */
export function present(life: Life, now: number, resultUrl: string): Task {
  const { duration = videoGenerationRequestDurationDefault, model } = life.request;
  return {
    created: Math.floor(life.created / 1000),
    id: life.id,
    model,
    object: exampleTask.object,
    progress: progressAt(life, now),
    // The only response that intentionally does not match the contract.
    status: life.status as TaskStatus,
    task_info: { can_cancel: !isTerminal(life.status), estimated_time: ESTIMATED_MS / 1000, video_duration: duration },
    type: exampleTask.type,
    usage: { ...exampleTask.usage, billing_rule: "per_second", credits_reserved: life.credits },
    ...(life.status === "completed" ? { results: [resultUrl] } : {}),
    ...(life.error === undefined ? {} : { error: life.error }),
  };
}
