import { pause } from "./retry-policy.ts";

/** Waits for the turn of a request; resolves early at `until`, a time in milliseconds since 1970, and when the signal aborts. */
export type Turn = (until: number, signal?: AbortSignal) => Promise<unknown>;

/** Spaces out requests evenly, at most so many a second in the order in which they ask; without a limit every turn is now. */
export function turns(perSecond = Infinity): Turn {
  let next = 0;
  return async (until, signal) => {
    const now = Date.now();
    const turn = Math.max(now, next);
    next = turn + 1000 / perSecond;
    if (turn > now) await pause(Math.min(turn, until) - now, signal);
  };
}

/** Runs a function, now or soon. */
export type Release = (go: () => void) => void;

/**
 * Runs at most so many functions in one turn of the event loop and the others in order in the next ones, a millisecond apart,
 * so that thousands of waits whose pauses end together do not block it.
 */
export function gate(most: number): Release {
  const queue: (() => void)[] = [];
  let passed = 0;
  const open = (): void => {
    const next = queue.splice(0, most);
    passed = next.length;
    if (passed > 0) setTimeout(open, 1);
    for (const go of next) go();
  };
  return (go) => {
    passed += 1;
    if (passed === 1) setTimeout(open, 1);
    if (passed <= most) go();
    else queue.push(go);
  };
}
