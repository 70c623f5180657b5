/** Returns a function that calls `report` once for each key, and returns what it returned. */
export function dedupe<Thing>(
  report: (thing: Thing) => unknown,
  keyOf: (thing: Thing) => string,
): (thing: Thing) => unknown {
  const reported = new Set<string>();
  return (thing) => {
    const key = keyOf(thing);
    if (reported.has(key)) return undefined;
    reported.add(key);
    return report(thing);
  };
}
