import { onAbort } from "./on-abort.ts";

/**
 * Settles like the promise, or rejects with the signal's reason as soon as it aborts: not everything that takes a
 * signal obeys it.
 */
export async function abortable<T>(promise: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  let unsubscribe: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    const abort = (): void => {
      // The signal's owner chooses the reason.
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    else unsubscribe = onAbort(signal, abort);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    unsubscribe();
  }
}
