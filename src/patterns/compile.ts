const compiled = new Map<string, RegExp | undefined>();

/**
 * Compiles a pattern of ECMA-262 with the flag "u" (JSON Schema 2020-12 core, section 6.4), or without the flag when
 * the pattern is invalid with it, like ajv. Returns undefined for an invalid pattern.
 */
export function compilePattern(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, attempt(pattern, "u") ?? attempt(pattern, ""));
  return compiled.get(pattern);
}

/** Returns why a pattern is invalid (ECMA-262, section 22.2.1), or undefined when it is valid. */
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
