/** Appends segments to a JSON pointer, each escaped (RFC 6901, section 3). */
export function append(pointer: string, ...segments: readonly (string | number)[]): string {
  return segments.reduce<string>(
    (path, segment) => `${path}/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`,
    pointer,
  );
}

/**
 * Splits a JSON pointer into its unescaped segments (RFC 6901, section 4). A leading `#` is allowed; nothing is
 * percent-decoded.
 */
export function segments(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}
