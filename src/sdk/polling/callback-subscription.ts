import type { Task } from "../../../generated/types.ts";
import { isObject } from "../../shared/json.ts";
import { onAbort } from "../../shared/on-abort.ts";
import type { ClientContext } from "../context.ts";
import type { WaitOptions } from "../options.ts";
import { isTerminal } from "./outcome.ts";

/** A wait's subscription to the callbacks of its task. */
export interface CallbackSubscription {
  /** The task that a callback reported as finished. */
  readonly task: () => Task | undefined;
  /** Aborts a sleep or a poll: when a callback has come, or the caller's signal aborts. */
  readonly signal: AbortSignal | undefined;
  readonly unsubscribe: () => void;
}

/**
 * Subscribes a wait to the callbacks of its task, if it was given any. Whatever they do wrong is logged, and the wait
 * continues by polling.
 */
export function subscribeToCallbacks(
  id: string,
  { callbacks, signal }: WaitOptions,
  callSafely: ClientContext["callSafely"],
): CallbackSubscription {
  if (callbacks === undefined) return { task: doNothing, signal, unsubscribe: doNothing };
  let finished: Task | undefined;
  let unsubscribeFromCallbacks: (() => unknown) | undefined;
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  callSafely("callbacks.subscribe", () => {
    unsubscribeFromCallbacks = callbacks.subscribe(id, (task: unknown) => {
      if (!isObject(task) || task.id !== id || !isTerminal(task)) return;
      // It has the id and a final status, as a task of the API has.
      finished = task as unknown as Task;
      abort();
    });
    return unsubscribeFromCallbacks;
  });
  const unsubscribeFromSignal = onAbort(signal, abort);
  if (signal?.aborted) abort();
  return {
    task: () => finished,
    signal: controller.signal,
    unsubscribe: () => {
      callSafely("The callbacks' unsubscribe function", () => {
        if (typeof unsubscribeFromCallbacks === "function") unsubscribeFromCallbacks();
      });
      unsubscribeFromSignal();
    },
  };
}

/** One function for all waits without callbacks. */
function doNothing(): undefined {
  return undefined;
}
