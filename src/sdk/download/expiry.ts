import { taskResultsLifetimeSeconds } from "../../../generated/constants.ts";
import type { Task } from "../../../generated/types.ts";

/**
 * Until when a task's links work at least. The vendor gives them 24 hours (the contract's `x-lifetime-seconds`) and does not say when
 * these begin. The links cannot be older than the task, so they last until `created` plus 24 hours or longer: save results
 * before, and after it expect them to be gone. Undefined when the task has no results or does not say when it was created.
 */
export function linksExpireAt({ created, results }: Task): Date | undefined {
  if (created === undefined || results === undefined || results.length === 0) return undefined;
  return new Date((created + taskResultsLifetimeSeconds) * 1000);
}
