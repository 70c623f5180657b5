const compiled = new Map<string, RegExp | undefined>();

/**
 * Compiles a pattern as ECMA-262 reads it with the flag "u" (JSON Schema 2020-12 core, section 6.4), without the flag
 * where it rejects, as ajv does. Returns undefined for what is no pattern at all.
 */
export function compilePattern(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, attempt(pattern, "u") ?? attempt(pattern, ""));
  return compiled.get(pattern);
}

/** Says why a text is no pattern (ECMA-262, section 22.2.1), or returns undefined for a pattern. */
export function patternFault(pattern: string): string | undefined {
  if (compilePattern(pattern)) return undefined;
  try {
    new RegExp(pattern, "u");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function attempt(pattern: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return undefined;
  }
}
