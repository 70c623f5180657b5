import type { Task } from "../../../generated/types.ts";
import { onAbort } from "../../shared/on-abort.ts";
import type { WaitOptions } from "../options.ts";

/** A wait's subscription to the callbacks of its task. */
export interface CallbackSubscription {
  /** The task that a callback reported as finished. */
  readonly task: () => Task | undefined;
  /** Aborts a sleep or a poll: when a callback has come, or the caller's signal aborts. */
  readonly signal: AbortSignal | undefined;
  readonly unsubscribe: () => void;
}

/** Subscribes a wait to the callbacks of its task, if it was given any. */
export function subscribeToCallbacks(id: string, { callbacks, signal }: WaitOptions): CallbackSubscription {
  if (callbacks === undefined) return { task: doNothing, signal, unsubscribe: doNothing };
  let finished: Task | undefined;
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  const unsubscribeFromCallbacks = callbacks.subscribe(id, (task) => {
    finished = task;
    abort();
  });
  const unsubscribeFromSignal = onAbort(signal, abort);
  if (signal?.aborted) abort();
  return {
    task: () => finished,
    signal: controller.signal,
    unsubscribe: () => {
      unsubscribeFromCallbacks();
      unsubscribeFromSignal();
    },
  };
}

/** One function for all waits without callbacks. */
function doNothing(): undefined {
  return undefined;
}
