const MARK = "[API key]";

/** No real key is shorter. Hiding a mock's key "x" would spoil texts and ids. */
const SHORTEST_KEY = 8;

/** Objects that are searched in one value. What is larger counts as showing the key. */
const MAX_OBJECTS = 1_000;

/** Hides one secret. */
export interface Redactor {
  /** Replaces the secret in a text, also where the text is JSON or a URL that escapes some of its characters. */
  readonly text: (value: string) => string;
  /** Returns the headers, or a copy in which no value shows the secret. */
  readonly headers: (headers: Headers) => Headers;
  /**
   * Returns the value, or what can be shown of it if anything that it holds shows the secret: causes, aggregated
   * errors, objects.
   */
  readonly value: (value: unknown) => unknown;
}

/**
 * Creates a redactor, so that a server or a custom `fetch` that hands the API key back cannot make the client show it.
 */
export function createRedactor(secret: string): Redactor {
  if (secret.length < SHORTEST_KEY) return { text: same, headers: same, value: same };
  const pattern = new RegExp(secret.split("").map(formsOf).join(""), "g");
  const text = (value: string): string => value.replace(pattern, MARK);
  const shows = (value: string): boolean => text(value) !== value;
  return {
    text,
    headers: (headers) => ([...headers.values()].some(shows) ? redactHeaders(headers, text) : headers),
    value: (value) => (stringsIn(value)?.some(shows) === false ? value : showable(value, text)),
  };
}

function same<Value>(value: Value): Value {
  return value;
}

/**
 * A pattern of the ways to write a character: as it is, with JSON's escapes (RFC 8259, section 7), or percent-encoded
 * (RFC 3986).
 */
function formsOf(character: string): string {
  const code = character.charCodeAt(0).toString(16).padStart(2, "0");
  const hex = code
    .split("")
    .map((digit) => `[${digit}${digit.toUpperCase()}]`)
    .join("");
  const literal = character.replace(/[^A-Za-z0-9]/, "\\$&");
  return `(?:\\\\?${literal}|\\\\u00${hex}|%${hex})`;
}

function redactHeaders(headers: Headers, text: (value: string) => string): Headers {
  const redacted = new Headers();
  for (const [name, value] of headers) redacted.append(name, text(value));
  return redacted;
}

/** Every text within a value; undefined if it is too large to be searched. */
function stringsIn(value: unknown): string[] | undefined {
  const found: string[] = [];
  const queue = [value];
  const seen = new Set<object>();
  for (const item of queue) {
    if (typeof item === "string") found.push(item);
    if ((typeof item !== "object" && typeof item !== "function") || item === null || seen.has(item)) continue;
    seen.add(item);
    if (seen.size > MAX_OBJECTS) return undefined;
    queue.push(...partsOf(item));
  }
  return found;
}

/** What an object holds: its own properties, enumerable or not, and the entries of headers, maps and sets. */
function partsOf(item: object): unknown[] {
  if (ArrayBuffer.isView(item)) return [];
  const isIterable = item instanceof Headers || item instanceof Map || item instanceof Set;
  const entries = isIterable ? [...(item as Iterable<unknown>)] : [];
  return [...entries, ...Object.getOwnPropertyNames(item).flatMap((name) => [name, readProperty(item, name)])];
}

function readProperty(item: object, name: string): unknown {
  try {
    return Reflect.get(item, name);
  } catch {
    return undefined;
  }
}

/** What can be shown of a value that shows the secret: texts, and errors by their messages, codes and causes. */
function showable(value: unknown, text: (value: string) => string, depth = 0): unknown {
  if (typeof value === "string") return text(value);
  if (!(value instanceof Error)) return `${MARK} was in what was thrown`;
  const { name, message, stack = "", cause, code } = value as Error & { readonly code?: unknown };
  const shown = new Error(text(message));
  Object.assign(shown, { name: text(name), stack: text(stack) }, typeof code === "string" && { code: text(code) });
  if (cause !== undefined && depth < MAX_DEPTH) shown.cause = showable(cause, text, depth + 1);
  if (!(value instanceof AggregateError) || depth >= MAX_DEPTH) return shown;
  const errors = value.errors.slice(0, MAX_ERRORS).map((one: unknown) => showable(one, text, depth + 1));
  return Object.assign(shown, { errors });
}

const MAX_DEPTH = 20;
const MAX_ERRORS = 20;
