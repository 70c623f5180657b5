import { onAbort } from "./on-abort.ts";

/** The longest delay of a timer, in milliseconds (HTML standard, "timers"): a longer one fires at once. */
const MAX_TIMER_DELAY = 2_147_483_647;

/** Returns milliseconds that a timer can hold. */
export function timerDelay(milliseconds: number): number {
  return Math.min(milliseconds, MAX_TIMER_DELAY);
}

/** Returns milliseconds on a monotonic clock: `Date.now()` jumps when the system's clock is set. */
export function monotonicNow(): number {
  return performance.now();
}

/**
 * Resolves to true after a time in milliseconds, or to false as soon as the signal aborts.
 *
 * @param wakeUp Runs what is left to do, now or a little later. By default, now.
 */
export function sleep(
  milliseconds: number,
  signal?: AbortSignal,
  wakeUp: (resume: () => void) => void = (resume) => resume(),
): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve(false);
      return;
    }
    const finish = (): void => {
      unsubscribe();
      resolve(true);
    };
    const timer = setTimeout(() => wakeUp(finish), timerDelay(milliseconds));
    const unsubscribe = onAbort(signal, () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}
