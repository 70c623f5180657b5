const compiled = new Map<string, RegExp | undefined>();

/**
 * A pattern as ECMA-262 reads it with the flag "u" (JSON Schema 2020-12 core, section 6.4), without the flag where it refuses,
 * or undefined for what is no pattern at all.
 */
export function compile(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, attempt(pattern, "u") ?? attempt(pattern, ""));
  return compiled.get(pattern);
}

/** Whether a text matches a pattern somewhere; what is no pattern matches everything. */
export function matches(pattern: string, text: string): boolean {
  return compile(pattern)?.test(text) ?? true;
}

function attempt(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}
