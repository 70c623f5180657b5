/** What runs when a signal aborts. */
const running = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Runs a function when a signal aborts, never when it has aborted before; returns what takes that back. However many ask, a signal gets
 * one listener: thousands of waits may share a signal, and Node takes more than ten listeners for a leak.
 */
export function onAbort(signal: AbortSignal | undefined, run: () => void): () => void {
  if (signal === undefined) return doNothing;
  const known = running.get(signal);
  const all = known ?? new Set();
  if (known === undefined) {
    running.set(signal, all);
    signal.addEventListener("abort", () => all.forEach((one) => one()), { once: true });
  }
  all.add(run);
  return () => void all.delete(run);
}

const doNothing = (): void => undefined;
