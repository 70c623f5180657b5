import { CallbackError } from "./error.ts";
import type { Seen } from "./seen.ts";

/** One delivery whose token and body are good. */
export interface Delivery {
  readonly id: string;
  readonly reference: string;
  /** Aborted with a `CallbackError` when the time to answer is over. */
  readonly signal: AbortSignal;
}

/**
 * Makes the function that runs `handle` for each delivery until it succeeds once: deliveries of one key at the same time share one
 * run, and what `seen` knows to be done is dropped. The key joins task and reference, so that a task that comes under the
 * wrong reference does not make the right delivery look like a repetition.
 */
export function onceAtATime(
  seen: Seen,
  handle: (delivery: Delivery) => Promise<void>,
): (delivery: Delivery) => Promise<void> {
  const running = new Map<string, Promise<void>>();

  async function run(key: string, delivery: Delivery): Promise<void> {
    const claim = await remembering(delivery, () => seen.begin(key));
    if (claim === "done") return;
    if (claim === "busy")
      throw new CallbackError("busy", "Another process is at work on this delivery.", known(delivery));
    let succeeded = false;
    try {
      await handle(delivery);
      succeeded = true;
    } finally {
      await remembering(delivery, () => seen.end(key, succeeded));
    }
  }

  return (delivery) => {
    const key = JSON.stringify([delivery.id, delivery.reference]);
    const current = running.get(key) ?? run(key, delivery).finally(() => running.delete(key));
    running.set(key, current);
    return current;
  };
}

async function remembering<T>(delivery: Delivery, call: () => T): Promise<Awaited<T>> {
  try {
    return await call();
  } catch (cause) {
    throw new CallbackError("seen", "`seen` failed.", { ...known(delivery), cause });
  }
}

/** What an error says of its delivery. */
export function known({ id, reference }: Delivery): { readonly taskId: string; readonly reference: string } {
  return { taskId: id, reference };
}
