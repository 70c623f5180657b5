import { pause } from "./retry.ts";

/** Waits for the turn of a request; resolves early when the signal aborts. */
export type Turn = (signal?: AbortSignal) => Promise<void>;

/** Spaces out requests evenly, at most so many a second in the order in which they ask; without a limit every turn is now. */
export function turns(perSecond: number | undefined): Turn {
  if (perSecond === undefined) return () => Promise.resolve();
  let next = 0;
  return async (signal) => {
    const now = Date.now();
    const turn = Math.max(now, next);
    next = turn + 1000 / perSecond;
    if (turn > now) await pause(turn - now, signal);
  };
}
