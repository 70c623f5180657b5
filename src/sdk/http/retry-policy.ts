import { onAbort } from "../../shared/on-abort.ts";
import type { Outcome } from "./send-once.ts";

/** What an outcome means that is no success. `unknown`: a request that costs money may have been accepted. */
export type Meaning = "refused" | "not accepted" | "unknown";

/** What an outcome means. */
export function meaningOf({ kind, status }: Outcome): Meaning {
  if (kind !== "answer") return kind === "not sent" ? "not accepted" : "unknown";
  if (status === 429) return "not accepted";
  return status >= 400 && status < 500 && status !== 408 && status !== 409 ? "refused" : "unknown";
}

/** Milliseconds to pause before repetition number `count` (from 0): 500, doubling up to 8,000, with jitter, and at least what `Retry-After` asks. */
export function pauseBefore(count: number, outcome: Outcome): number {
  const backOff = Math.min(8_000, 500 * 2 ** count) * (0.75 + Math.random() / 4);
  return Math.max(backOff, +(retryAtOf(outcome) ?? 0) - Date.now());
}

/** When `Retry-After` allows the next request (RFC 9110, section 10.2.3: seconds or a date); undefined when it says nothing. */
export function retryAtOf({ headers }: Outcome): Date | undefined {
  const value = headers?.get("retry-after") ?? "";
  const date = new Date(/^\d+$/.test(value) ? Date.now() + Number(value) * 1000 : value);
  return +date ? date : undefined;
}

/** The longest time that a timer can wait, in milliseconds. */
export const LONGEST_TIMER = 2_147_483_647;

/**
 * Resolves after a time in milliseconds, when `release` runs what it is given, or at once when the signal aborts. Says whether
 * the time is over.
 */
export function pause(
  milliseconds: number,
  signal?: AbortSignal,
  release: (go: () => void) => void = (go) => go(),
): Promise<boolean> {
  return new Promise((settle) => {
    if (signal?.aborted) {
      settle(false);
      return;
    }
    const done = (): void => {
      forget();
      settle(true);
    };
    const timer = setTimeout(() => release(done), Math.min(milliseconds, LONGEST_TIMER));
    const forget = onAbort(signal, () => {
      clearTimeout(timer);
      settle(false);
    });
  });
}
