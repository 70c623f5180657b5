import { taskErrorCodeRetryable } from "../../generated/constants.ts";
import type { TaskError } from "../../generated/types.ts";

/** One step of a task's life. */
export interface Step {
  /** When it is taken: share of the estimated time, from 0 to 1. */
  readonly at: number;
  /** A status of the contract, or one that no list knows. */
  readonly status: string;
}

/** How a task will live. */
export interface Scenario {
  /** For people: what happens. */
  readonly summary: string;
  /** The steps that its life takes, in order. */
  readonly steps: readonly Step[];
  /** Highest progress that an unfinished task reaches, in percent. */
  readonly highestProgress?: number;
  /** Why it fails. */
  readonly error?: TaskError;
}

const HALFWAY = 0.5;
const WORK: Step = { at: 0.05, status: "processing" };
const DONE: Step = { at: 1, status: "completed" };

/** A status that the contract does not know. */
export const UNKNOWN_STATUS = "waiting_for_capacity";

/** How a task lives when nobody asks for anything else. */
export const usualScenario: Scenario = { summary: "The task is completed (the default).", steps: [WORK, DONE] };

const plain: readonly (readonly [string, Scenario])[] = [
  ["completed", usualScenario],
  ["cancelled", { summary: "The task is cancelled halfway.", steps: [WORK, { at: HALFWAY, status: "cancelled" }] }],
  ["stalled", { summary: "The task stays in processing at 45 % for ever.", steps: [WORK], highestProgress: 45 }],
  [
    "unknown_status",
    {
      summary: `The task stays for ever in a status of no list, ${UNKNOWN_STATUS}.`,
      steps: [WORK, { at: HALFWAY, status: UNKNOWN_STATUS }],
    },
  ],
  [
    "failed_without_error",
    { summary: "The task fails halfway without a word.", steps: [WORK, { at: HALFWAY, status: "failed" }] },
  ],
];

const failureCodes = Object.values(taskErrorCodeRetryable).flat();

/** One for each failure code that the contract documents, under the name of the code. */
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
 * The ways in which a task can live, by the name that `Prefer: scenario=NAME` takes.
 *
 * @example
 * for (const [name, { summary }] of scenarios) console.log(`Prefer: scenario=${name}`, summary);
 */
export const scenarios: ReadonlyMap<string, Scenario> = new Map([...plain, ...failures]);
