import { Recent } from "./recent.ts";

/** What is known of a delivery: `new`, so that it is now the claimer's; `busy`, claimed by another; `done`. */
export type Claim = "new" | "busy" | "done";

/**
 * Remembers which deliveries were handled. A key stands for one task under one reference. To share it between processes, keep it
 * in a store with an atomic claim (`SET key value NX EX 60` in Redis), and let a claim lapse in case its process dies. A minute
 * is longer than the vendor's repetitions last.
 */
export interface Seen {
  /** Claims a delivery unless it is claimed or done. Never called twice at once for one key in one process. */
  begin(key: string): Claim | PromiseLike<Claim>;
  /** Ends a claim: done when it succeeded, else free to be claimed again. */
  end(key: string, succeeded: boolean): unknown;
}

/** The default: remembers the last 10,000 deliveries of this process. */
export function seenInThisProcess(capacity = 10_000): Seen {
  const done = new Recent<true>(capacity);
  return {
    begin: (key) => (done.get(key) ? "done" : "new"),
    end: (key, succeeded) => {
      if (succeeded) done.set(key, true);
    },
  };
}
