import { monotonicNow, sleep } from "../../shared/time.ts";

/** Spaces out the requests of a client. */
export interface RateLimiter {
  /**
   * Resolves to true when the next request may be sent, or as soon as the signal aborts; to false at once when that is
   * later than `until`, a time of `monotonicNow()`.
   */
  acquire(until: number, signal?: AbortSignal): Promise<boolean>;
}

/**
 * Creates a rate limiter that spaces out requests evenly, in the order in which they ask.
 *
 * @param perSecond The most requests a second.
 * @default Infinity, which lets every request pass at once.
 */
export function createRateLimiter(perSecond = Infinity): RateLimiter {
  let nextSlot = 0;
  return {
    async acquire(until, signal) {
      const now = monotonicNow();
      const slot = Math.max(now, nextSlot);
      if (slot > now && slot > until) return false;
      nextSlot = slot + 1000 / perSecond;
      if (slot > now) await sleep(slot - now, signal);
      return true;
    },
  };
}
