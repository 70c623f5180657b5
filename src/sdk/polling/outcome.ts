import { taskErrorCodeRetryable, taskStatusTerminal } from "../../../generated/constants.ts";
import type { Task } from "../../../generated/types.ts";
import { isObject, type JsonObject } from "../../shared/json.ts";
import { TaskFailedError, type Retryable } from "../errors/errors.ts";
import type { CompletedTask, Drift } from "../options.ts";

/** Returns whether a task has a status after which it never changes. */
export function isTerminal({ status }: { readonly status?: unknown }): boolean {
  return taskStatusTerminal.some((terminal) => terminal === status);
}

/** Returns a completed task with its results as URLs; reports as drift what is missing or of another form. */
export function completedTask(task: Task, onDrift: (drift: Drift) => unknown): CompletedTask {
  const results = resultsOf(task.results);
  if (results.length === 0) {
    const message = "/results: the task is completed and has no results (required)";
    onDrift({ pointer: "/results", keyword: "required", value: undefined, message });
  }
  return { ...task, status: "completed", results };
}

/** Returns the URLs among results of whatever form: a text, or an object with a `url`. */
function resultsOf(results: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(results) ? results : [results];
  const urls = list.map((result) => (isObject(result) ? result.url : result));
  return urls.filter((url) => typeof url === "string");
}

/** Creates the error of a task that failed or was cancelled. */
export function taskFailedError(task: Task): TaskFailedError {
  const error: JsonObject = isObject(task.error) ? task.error : {};
  const code = typeof error.code === "string" ? error.code : undefined;
  const message = typeof error.message === "string" ? error.message : undefined;
  const story = [`Task ${task.id} ${task.status}`, code, message].filter(Boolean).join(": ");
  const retryable = retryableOf(code);
  return new TaskFailedError(`${story} (${ADVICE[retryable]})`, { code, retryable, taskId: task.id, task });
}

const ADVICE: Readonly<Record<Retryable, string>> = {
  yes: "a new, charged attempt may succeed later",
  no: "a new attempt with the same request will fail again",
  unclear: "whether a new, charged attempt can help is unclear",
};

function retryableOf(code: string | undefined): Retryable {
  if (taskErrorCodeRetryable.yes.some((one) => one === code)) return "yes";
  return taskErrorCodeRetryable.no.some((one) => one === code) ? "no" : "unclear";
}
