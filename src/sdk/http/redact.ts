import { textsWithin } from "./texts-within.ts";

const MARK = "[API key]";

/** Minimum length of a secret. Real keys are longer, and redacting a mock's key "x" would damage texts and ids. */
const SHORTEST_KEY = 8;

/** Hides one secret. */
export interface Redactor {
  /** Replaces the secret in a text, also where the text is JSON or a URL that escapes some of its characters. */
  readonly text: (value: string) => string;
  /** Returns the headers, or a copy in which no value shows the secret. */
  readonly headers: (headers: Headers) => Headers;
  /**
   * Returns the value, or what can be shown of it if anything that it holds shows the secret, or may show it: causes,
   * aggregated errors, objects. The value must be readable.
   */
  readonly value: (value: unknown) => unknown;
}

/**
 * Creates a redactor, so that the client does not show the API key when a server or a custom `fetch` returns it.
 */
export function createRedactor(secret: string): Redactor {
  if (secret.length < SHORTEST_KEY) return { text: same, headers: same, value: same };
  const pattern = new RegExp(secret.split("").map(formsOf).join(""), "g");
  const text = (value: string): string => value.replace(pattern, MARK);
  const shows = (value: string): boolean => text(value) !== value;
  return {
    text,
    headers: (headers) => ([...headers.values()].some(shows) ? redactHeaders(headers, text) : headers),
    value: (value) => (textsWithin(value)?.some(shows) === false ? value : showable(value, text)),
  };
}

function same<Value>(value: Value): Value {
  return value;
}

/**
 * Returns a pattern of the ways to write a character: as it is, with JSON's escapes (RFC 8259, section 7), or
 * percent-encoded (RFC 3986).
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

/** Causes and aggregated errors that are shown. */
const MAX_DEPTH = 20;
const MAX_ERRORS = 20;

/** Returns the safe part of a value that may show the secret: texts, and errors by their messages, codes and causes. */
function showable(value: unknown, text: (value: string) => string, depth = 0): unknown {
  if (typeof value === "string") return text(value);
  if (!isError(value)) return `${MARK} may be in what was thrown`;
  const { name, message, stack = "", cause, code, errors } = value;
  const shown = new Error(text(String(message)));
  const texts = { name: text(String(name)), stack: text(String(stack)) };
  Object.assign(shown, texts, typeof code === "string" && { code: text(code) });
  if (depth >= MAX_DEPTH) return shown;
  if (cause !== undefined) shown.cause = showable(cause, text, depth + 1);
  if (!Array.isArray(errors)) return shown;
  return Object.assign(shown, { errors: errors.slice(0, MAX_ERRORS).map((one) => showable(one, text, depth + 1)) });
}

/** Returns whether a value is an error, perhaps of another realm, whose members may have any type. */
function isError(value: unknown): value is Readonly<Record<keyof Error | "code" | "errors", unknown>> {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}
