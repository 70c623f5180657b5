import { CallbackError } from "./callback-error.ts";
import type { DedupStore } from "./dedup-store.ts";

/** One delivery whose token and body are valid. */
export interface Delivery {
  readonly id: string;
  readonly reference: string;
  /** Aborts with a `CallbackError` when `answerWithin` is over. */
  readonly signal: AbortSignal;
}

/**
 * Returns a function that runs `handle` for each delivery until it succeeds once. Concurrent deliveries of one key
 * share one run, and deliveries that the store knows to be done are dropped. The key joins task and reference: a task
 * that arrives under the wrong reference must not make the right delivery look like a duplicate.
 */
export function dedupeDeliveries(
  store: DedupStore,
  handle: (delivery: Delivery) => Promise<void>,
): (delivery: Delivery) => Promise<void> {
  const running = new Map<string, Promise<void>>();

  async function run(key: string, delivery: Delivery): Promise<void> {
    const claim = await callStore(delivery, () => store.begin(key));
    if (claim === "done") return;
    if (claim === "busy")
      throw new CallbackError("busy", "Another process handles this delivery.", detailsOf(delivery));
    let succeeded = false;
    try {
      await handle(delivery);
      succeeded = true;
    } finally {
      await callStore(delivery, () => store.end(key, succeeded));
    }
  }

  return (delivery) => {
    const key = JSON.stringify([delivery.id, delivery.reference]);
    const current = running.get(key) ?? run(key, delivery).finally(() => running.delete(key));
    running.set(key, current);
    return current;
  };
}

async function callStore<T>(delivery: Delivery, call: () => T): Promise<Awaited<T>> {
  try {
    return await call();
  } catch (cause) {
    throw new CallbackError("dedup_store", "`dedupStore` failed.", { ...detailsOf(delivery), cause });
  }
}

/** Returns the details of a delivery that its errors carry. */
export function detailsOf({ id, reference }: Delivery): { readonly taskId: string; readonly reference: string } {
  return { taskId: id, reference };
}
