/** Returns a function that calls `report` once for each key. */
export function dedupe<Thing>(report: (thing: Thing) => void, keyOf: (thing: Thing) => string): (thing: Thing) => void {
  const reported = new Set<string>();
  return (thing) => {
    const key = keyOf(thing);
    if (reported.has(key)) return undefined;
    reported.add(key);
    return report(thing);
  };
}
