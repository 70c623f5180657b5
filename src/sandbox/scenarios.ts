import { taskErrorCodeRetryable } from "../../generated/constants.ts";
import type { TaskError } from "../../generated/types.ts";

/** A status change of a task. */
export interface Step {
  /** Time of the change: share of the estimated time, from 0 to 1. */
  readonly at: number;
  /** The new status: one of the contract, or an unknown one. */
  readonly status: string;
}

/** How a task progresses and ends. */
export interface Scenario {
  /** Description for people. */
  readonly summary: string;
  /** The status changes, in order. */
  readonly steps: readonly Step[];
  /** Highest progress that an unfinished task reaches, in percent. */
  readonly highestProgress?: number;
  /** The error of a failed task. */
  readonly error?: TaskError;
}

const HALFWAY = 0.5;
const WORK: Step = { at: 0.05, status: "processing" };
const DONE: Step = { at: 1, status: "completed" };

/** A status that the contract does not know. */
export const UNKNOWN_STATUS = "waiting_for_capacity";

/** The default scenario. */
export const usualScenario: Scenario = { summary: "The task is completed (the default).", steps: [WORK, DONE] };

const plain: readonly (readonly [string, Scenario])[] = [
  ["completed", usualScenario],
  ["cancelled", { summary: "The task is cancelled halfway.", steps: [WORK, { at: HALFWAY, status: "cancelled" }] }],
  ["stalled", { summary: "The task stays in processing at 45 % and never ends.", steps: [WORK], highestProgress: 45 }],
  [
    "unknown_status",
    {
      summary: `The task stays in an unknown status, ${UNKNOWN_STATUS}, and never ends.`,
      steps: [WORK, { at: HALFWAY, status: UNKNOWN_STATUS }],
    },
  ],
  [
    "failed_without_error",
    { summary: "The task fails halfway without an error object.", steps: [WORK, { at: HALFWAY, status: "failed" }] },
  ],
];

const failureCodes = Object.values(taskErrorCodeRetryable).flat();

/** A scenario for each failure code of the contract, named after the code. */
// Stryker disable next-line ArrowFunction: with it no test file loads, and Stryker counts only tests that fail.
const failures = failureCodes.map((code): readonly [string, Scenario] => [
  code,
  {
    summary: `The task fails halfway with the code ${code}.`,
    steps: [WORK, { at: HALFWAY, status: "failed" }],
    error: {
      code,
      message: `The sandbox was asked for this failure: ${code.replaceAll("_", " ")}.`,
      type: "task_error",
    },
  },
]);

/**
 * The scenarios of tasks, by the name in `Prefer: scenario=NAME`.
 *
 * @example
 * for (const [name, { summary }] of scenarios) console.log(`Prefer: scenario=${name}`, summary);
 */
export const scenarios: ReadonlyMap<string, Scenario> = new Map([...plain, ...failures]);
