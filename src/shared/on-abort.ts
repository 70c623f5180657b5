/** The listeners of each signal. */
const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `listener` when the signal aborts, and never if it has aborted before. Returns an unsubscribe function. A
 * signal gets one DOM listener however many subscribe: thousands of waits may share it, and Node warns of a leak beyond
 * ten.
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (signal === undefined) return doNothing;
  const subscribed = listeners.get(signal) ?? subscribe(signal);
  subscribed.add(listener);
  return () => void subscribed.delete(listener);
}

function subscribe(signal: AbortSignal): Set<() => void> {
  const subscribed = new Set<() => void>();
  listeners.set(signal, subscribed);
  signal.addEventListener("abort", () => subscribed.forEach((listener) => listener()), { once: true });
  return subscribed;
}

const doNothing = (): void => undefined;
