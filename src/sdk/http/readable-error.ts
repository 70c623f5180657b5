const MAX_CAUSES = 10;

/** The members of an error that decide about a retry, or that messages show. */
const TEXTS = ["name", "message", "stack", "code", "syscall", "erroredSysCall"];

/**
 * Returns what was thrown, or an error in its place if reading it throws or never ends: a custom `fetch` and the
 * caller's abort reason may be anything, also a proxy or an object without a prototype.
 */
export function readableError(thrown: unknown): unknown {
  try {
    readThrough(thrown, 0);
    return thrown;
  } catch {
    return new Error("an error that cannot be read");
  }
}

function readThrough(thrown: unknown, depth: number): void {
  // Whatever is written into a message is read as text.
  String(thrown);
  if (typeof thrown !== "object" || thrown === null || depth > MAX_CAUSES) return;
  for (const name of TEXTS) String((thrown as Readonly<Record<string, unknown>>)[name]);
  const { cause, errors } = thrown as Partial<AggregateError>;
  readThrough(cause, depth + 1);
  if (Array.isArray(errors)) for (const error of errors) readThrough(error, depth + 1);
}
