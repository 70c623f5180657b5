const MARK = "[API key]";

/** No real key is shorter; taking out the "x" of a mock would spoil texts and ids. */
const SHORTEST = 8;

/** Takes a secret out of a text; gives a new error in place of one that holds it, in its causes for example. Any other value is given back as it is. */
export type Redact = <Value>(value: Value) => Value;

/** A function that takes a secret out of texts and errors, so that an echo of it cannot be printed. */
export function redactor(secret: string): Redact {
  const clean = (value: unknown, depth: number): unknown => {
    if (typeof value === "string") return secret.length < SHORTEST ? value : value.replaceAll(secret, MARK);
    if (!(value instanceof Error) || depth > 8) return value;
    const isClean = (name: string): boolean => {
      const item: unknown = Reflect.get(value, name);
      return clean(item, depth + 1) === item;
    };
    return Object.getOwnPropertyNames(value).every(isClean)
      ? value
      : Object.assign(new Error(clean(value.message, depth) as string), { name: value.name });
  };
  return (value) => clean(value, 0) as typeof value;
}
