import { taskResultsLifetimeSeconds } from "../../../generated/constants.ts";
import type { Task } from "../../../generated/types.ts";

/**
 * Returns the time until which a task's links work at least. The vendor gives them 24 hours (the contract's
 * `x-lifetime-seconds`) but does not say when these begin. Links cannot be older than the task, so they last until
 * `created` plus 24 hours or longer. Save results before that time, and expect them to be gone after it. Undefined when
 * the task has no results or no usable `created`.
 *
 * @example
 * ```ts
 * console.log(linksExpireAt(task)?.toISOString());
 * ```
 */
export function linksExpireAt(task: Task): Date | undefined {
  // A response may hold null or another type wherever the contract promises a value.
  const { created, results } = task as { readonly created?: unknown; readonly results?: unknown };
  if (typeof created !== "number" || !Array.isArray(results) || results.length === 0) return undefined;
  const date = new Date((created + taskResultsLifetimeSeconds) * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
