/** Tells each thing once, by its key. */
export function onceEach<Thing>(tell: (thing: Thing) => void, keyOf: (thing: Thing) => string): (thing: Thing) => void {
  const told = new Set<string>();
  return (thing) => {
    const key = keyOf(thing);
    if (told.has(key)) return;
    told.add(key);
    tell(thing);
  };
}
