/** Returns a function that calls `report` once for each key, and returns what it returned. */
export function dedupe<Thing>(
  report: (thing: Thing) => unknown,
  keyOf: (thing: Thing) => string,
): (thing: Thing) => unknown {
  // Thousands of waits have nothing to report, so the set is created late.
  let reported: Set<string> | undefined;
  return (thing) => {
    reported ??= new Set();
    const key = keyOf(thing);
    if (reported.has(key)) return undefined;
    reported.add(key);
    return report(thing);
  };
}
