const MARK = "[API key]";

/** No real key is shorter; taking out the "x" of a mock would spoil texts and ids. */
const SHORTEST = 8;

/** A function that takes a secret out of texts and errors, so that an echo of it cannot be printed. */
export function redactor(secret: string): Redact {
  const text = (value: string): string => (secret.length < SHORTEST ? value : value.replaceAll(secret, MARK));
  const error = (value: unknown, depth = 0): unknown => {
    if (typeof value === "string") return text(value);
    if (!(value instanceof Error) || depth > 8) return value;
    const { message, stack, name } = value;
    const cause = error(value.cause, depth + 1);
    const own = Object.entries(value).map(([key, item]) => [key, typeof item === "string" ? text(item) : item] as const);
    const clean = text(message) === message && text(stack ?? "") === (stack ?? "") && cause === value.cause;
    if (clean && own.every(([key, item]) => item === (value as unknown as Record<string, unknown>)[key])) return value;
    const copy = new Error(text(message), cause === undefined ? undefined : { cause });
    return Object.assign(copy, Object.fromEntries(own), { name, stack: text(stack ?? "") });
  };
  return { text, error };
}

/** Takes a secret out of texts and errors. */
export interface Redact {
  readonly text: (value: string) => string;
  /** The error itself where it is clean, else a copy without the secret, its causes included. */
  readonly error: (value: unknown) => unknown;
}
