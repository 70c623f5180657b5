import { onAbort } from "./aborts.ts";
import type { Tried } from "./attempt.ts";

/** What an outcome means for the request. */
export type Meaning =
  /** A 2xx answer came; whether it is what was asked for is seen from its body. */
  | "success"
  /** Nothing was done: it never left, or 429. Repeating is safe. */
  | "not accepted"
  /** The server said no, for a reason that stays. */
  | "refused"
  /** It may have been done. */
  | "unknown";

/**
 * What an outcome means, from the statuses of RFC 9110 and what the vendor documents: 429 is never accepted; 408, 409, 5xx, a
 * redirect and a lost answer leave it open.
 */
export function meaningOf(outcome: Tried): Meaning {
  if (outcome.kind !== "answer") return outcome.kind === "unsent" ? "not accepted" : "unknown";
  const { status } = outcome;
  if (status >= 200 && status < 300) return "success";
  if (status === 429) return "not accepted";
  return status >= 400 && status < 500 && status !== 408 && status !== 409 ? "refused" : "unknown";
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8_000;

/** Milliseconds to pause before repetition number `count` (from 0): what `Retry-After` asks, else doubling, with jitter. */
export function pauseBefore(count: number, outcome: Tried, now: number): number {
  const retryAt = outcome.kind === "answer" ? retryAtOf(outcome.headers, now) : undefined;
  if (retryAt !== undefined) return Math.max(0, retryAt.getTime() - now);
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** count) * (0.75 + Math.random() / 4);
}

/** When `Retry-After` allows the next request (RFC 9110, section 10.2.3: seconds or a date); undefined when it says nothing. */
export function retryAtOf(headers: Headers, now: number): Date | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined || value === "") return undefined;
  const time = /^\d+$/.test(value) ? now + Number(value) * 1000 : Date.parse(value);
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The longest time that a timer can wait, in milliseconds. */
export const LONGEST_TIMER = 2_147_483_647;

/**
 * Resolves after a time in milliseconds, when `release` runs what it is given, or at once when the signal aborts. Says whether
 * the time is over.
 */
export function pause(milliseconds: number, signal?: AbortSignal, release: (go: () => void) => void = (go) => go()): Promise<boolean> {
  if (signal?.aborted === true) return Promise.resolve(false);
  return new Promise((settle) => {
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
