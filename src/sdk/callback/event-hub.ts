import type { Task } from "../../../generated/types.ts";
import { RecentMap } from "../../shared/recent-map.ts";

type Listener = (task: Task) => unknown;

interface Subscription {
  /** Undefined once unsubscribed. */
  listener: Listener | undefined;
}

/** Updates about finished tasks. `createCallbackHandler` returns one; `tasks.wait(id, { callbacks })` takes one. */
export interface TaskUpdates {
  /**
   * Calls the listener once with the verified, terminal task of this id. If the task is among the last 1,000 that were
   * verified, the call follows soon. Each call is a microtask of its own, so an error that a listener throws is
   * uncaught, as in an event listener. Returns an unsubscribe function.
   *
   * @example
   * ```ts
   * const unsubscribe = handler.subscribe(task.id, ({ status }) => console.log(status));
   * ```
   */
  readonly subscribe: (id: string, listener: (task: Task) => void) => () => void;
}

/** The sender behind `TaskUpdates`. */
export interface EventHub extends TaskUpdates {
  /** Calls the subscribers of this task, then removes them. */
  readonly publish: (task: Task) => void;
}

/** Creates a hub for this process. It keeps the listeners and the last `capacity` tasks. */
export function createEventHub(capacity = 1_000): EventHub {
  const finished = new RecentMap<Task>(capacity);
  const subscriptions = new Map<string, Set<Subscription>>();

  return {
    subscribe(id, listener) {
      const subscription: Subscription = { listener };
      const ofTask = subscriptions.get(id) ?? new Set();
      const task = finished.get(id);
      if (task !== undefined) notify(subscription, task);
      else subscriptions.set(id, ofTask.add(subscription));
      return () => {
        subscription.listener = undefined;
        ofTask.delete(subscription);
        if (ofTask.size === 0 && subscriptions.get(id) === ofTask) subscriptions.delete(id);
      };
    },
    publish(task) {
      finished.set(task.id, task);
      for (const subscription of subscriptions.get(task.id) ?? []) notify(subscription, task);
      subscriptions.delete(task.id);
    },
  };
}

function notify(subscription: Subscription, task: Task): void {
  queueMicrotask(() => void subscription.listener?.(task));
}
