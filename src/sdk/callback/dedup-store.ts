import { RecentMap } from "../../shared/recent-map.ts";

/**
 * Result of a claim: `new`, the caller may handle the delivery; `busy`, another process handles it; `done`, it was
 * handled.
 */
export type Claim = "new" | "busy" | "done";

/**
 * Remembers which deliveries were handled. A key stands for one task under one reference. To share it between
 * processes, implement it with a store that has an atomic claim (`SET key value NX EX 60` in Redis). Let a claim expire
 * in case its process dies; a minute is longer than the vendor retries.
 *
 * @example
 * ```ts
 * const states = new Map<string, "busy" | "done">();
 * const dedupStore: DedupStore = {
 *   begin(key) {
 *     const state = states.get(key);
 *     if (state === undefined) states.set(key, "busy");
 *     return state ?? "new";
 *   },
 *   end: (key, succeeded) => (succeeded ? states.set(key, "done") : states.delete(key)),
 * };
 * ```
 */
export interface DedupStore {
  /** Claims a delivery unless it is claimed or done. One process never calls it twice at once for one key. */
  begin(key: string): Claim | PromiseLike<Claim>;
  /**
   * Ends a claim. After success the delivery is done; otherwise it can be claimed again. The handler waits for a
   * returned promise.
   */
  end(key: string, succeeded: boolean): unknown;
}

/** Creates the default store, which remembers the last `capacity` deliveries of this process. */
export function createMemoryDedupStore(capacity = 10_000): DedupStore {
  const done = new RecentMap<true>(capacity);
  return {
    begin: (key) => (done.get(key) === undefined ? "new" : "done"),
    end: (key, succeeded) => {
      if (succeeded) done.set(key, true);
    },
  };
}
