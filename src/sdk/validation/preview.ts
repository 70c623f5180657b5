const MAX_LENGTH = 80;

/**
 * Returns a value as JSON, cut after 80 characters, for messages. Queries of URLs are left out: they may hold a secret,
 * the token of a callback for example. A huge or deeply nested value costs no more than a small one, and what is no
 * JSON is named by its type.
 */
export function preview(value: unknown): string {
  try {
    const text = startOfJson(value, MAX_LENGTH + 1);
    return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  } catch {
    return "an object that cannot be read";
  }
}

/** Returns the first characters of a value's JSON, at least `length` of them unless there are fewer. */
function startOfJson(value: unknown, length: number): string {
  if (typeof value === "string") return JSON.stringify(withoutQueries(value.slice(0, length)));
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? startOfArray(value, length) : startOfObject(value, length);
}

function startOfArray(items: readonly unknown[], length: number): string {
  let text = "[";
  for (const item of items) {
    if (text.length > length) return text;
    text += `${text === "[" ? "" : ","}${startOfJson(item, length - text.length)}`;
  }
  return `${text}]`;
}

function startOfObject(object: object, length: number): string {
  let text = "{";
  // Not by a list of names, which takes its time for a huge object.
  for (const name in object) {
    if (text.length > length) return text;
    // Stryker disable next-line MethodExpression: a name that is not cut costs time, and is cut later.
    const start = JSON.stringify(name.slice(0, length));
    const member = (object as Readonly<Record<string, unknown>>)[name];
    text += `${text === "{" ? "" : ","}${start}:${startOfJson(member, length - text.length)}`;
  }
  return `${text}}`;
}

function withoutQueries(text: string): string {
  return text.replace(/(https?:[^?]*\?)[^]*/i, "$1…");
}
