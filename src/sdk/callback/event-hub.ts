import type { Task } from "../../../generated/types.ts";
import { Recent } from "./recent.ts";

type Listener = (task: Task) => void;

/** News of finished tasks, for `tasks.wait(id, { callbacks })`. */
export interface TaskNews {
  /**
   * Calls the listener once with the confirmed, terminal task of this id; soon after, when it is among the last 1,000 that were
   * confirmed before. The call is a microtask of its own, so what a listener throws is uncaught, as in an event listener.
   * Returns the function that ends the subscription.
   */
  readonly subscribe: (id: string, listener: (task: Task) => void) => () => void;
}

/** The hub behind a `TaskNews`. */
export interface NewsDesk extends TaskNews {
  /** Tells the subscribers of this task, then forgets them. */
  readonly publish: (task: Task) => void;
}

/** Makes a hub for this process. It holds the listeners and the last `capacity` tasks, nothing else. */
export function createNewsDesk(capacity = 1_000): NewsDesk {
  const finished = new Recent<Task>(capacity);
  const waiting = new Map<string, Set<{ listener: Listener | undefined }>>();

  return {
    subscribe(id, listener) {
      const subscription: { listener: Listener | undefined } = { listener };
      const others = waiting.get(id) ?? new Set();
      const known = finished.get(id);
      if (known) queueMicrotask(() => subscription.listener?.(known));
      else waiting.set(id, others.add(subscription));
      return () => {
        subscription.listener = undefined;
        others.delete(subscription);
        if (others.size === 0 && waiting.get(id) === others) waiting.delete(id);
      };
    },
    publish(task) {
      finished.set(task.id, task);
      for (const subscription of waiting.get(task.id) ?? []) queueMicrotask(() => subscription.listener?.(task));
      waiting.delete(task.id);
    },
  };
}
