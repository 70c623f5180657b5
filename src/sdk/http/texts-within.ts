/** Values that are searched. What holds more cannot be searched in bounded time. */
const MAX_VALUES = 10_000;

/** Objects whose properties are all that they hold; errors are such objects, whatever they call themselves. */
const TRANSPARENT: ReadonlySet<string> = new Set(["Object", "Array", "Error", "Function", "AsyncFunction"]);

/** Methods that print an object in their own way: `JSON.stringify`, and `inspect` of Node and Deno. */
const PRINTERS: readonly PropertyKey[] = [
  "toJSON",
  Symbol.for("nodejs.util.inspect.custom"),
  Symbol.for("Deno.customInspect"),
];

/**
 * Returns every text that may be seen when a value is printed. Undefined when that cannot be known: the value is too
 * large or cannot be read, or it holds something that shows more than its properties, a `Request` or a promise for
 * example.
 */
export function textsWithin(value: unknown): string[] | undefined {
  try {
    return search(value);
  } catch {
    // A proxy threw.
    return undefined;
  }
}

function search(value: unknown): string[] | undefined {
  const texts: string[] = [];
  const queue = [value];
  const seen = new Set<object>();
  for (const item of queue) {
    if (!isReference(item)) texts.push(String(item));
    if (!isReference(item) || isHarmless(item) || seen.has(item)) continue;
    seen.add(item);
    if (!isTransparent(item)) return undefined;
    for (const part of partsOf(item)) queue.push(part);
    if (queue.length > MAX_VALUES) return undefined;
  }
  return texts;
}

function isReference(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Dates hold no text, and bytes are printed as numbers. */
function isHarmless(item: object): boolean {
  return item instanceof Date || ArrayBuffer.isView(item);
}

function isTransparent(item: object): boolean {
  if (item instanceof Headers) return true;
  const kind = Object.prototype.toString.call(item).slice("[object ".length, -1);
  return (item instanceof Error || TRANSPARENT.has(kind)) && !PRINTERS.some((name) => name in item);
}

/**
 * Returns names and values of an object's own properties, and of what its classes define; of their methods only the
 * names.
 */
function partsOf(item: object): unknown[] {
  if (item instanceof Headers) return [...item];
  const parts: unknown[] = Reflect.ownKeys(item).flatMap((name) => [name, readProperty(item, name)]);
  if (typeof item === "function") return parts;
  for (let type = prototypeOf(item); type !== null && !isRoot(type); type = prototypeOf(type)) {
    for (const name of Reflect.ownKeys(type)) {
      const part = readProperty(item, name);
      parts.push(name, typeof part === "function" ? part.name : part);
    }
  }
  return parts;
}

function readProperty(item: object, name: PropertyKey): unknown {
  try {
    return Reflect.get(item, name);
  } catch {
    return undefined;
  }
}

function prototypeOf(item: object): object | null {
  return Object.getPrototypeOf(item) as object | null;
}

/**
 * Returns whether an object is the root of all, `Object.prototype` of any realm: no other has `isPrototypeOf` of its
 * own.
 */
function isRoot(item: object): boolean {
  return Object.hasOwn(item, "isPrototypeOf");
}
