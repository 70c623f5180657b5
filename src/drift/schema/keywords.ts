/** Documentation keywords, which no validator asserts. */
export const DOCUMENTATION = ["title", "description", "examples", "example", "externalDocs", "$comment"] as const;

/** Other keywords that do not affect validity, besides extensions. */
const ANNOTATIONS = [
  "default",
  "deprecated",
  "readOnly",
  "writeOnly",
  "discriminator",
  "xml",
  "contentEncoding",
  "contentMediaType",
  "contentSchema",
  "$schema",
  "$id",
  "$anchor",
  "$defs",
  "definitions",
  "nullable",
] as const;

const IGNORED = new Set<string>([...DOCUMENTATION, ...ANNOTATIONS]);

/** Returns whether a keyword affects validity. */
export function asserts(keyword: string): boolean {
  return !IGNORED.has(keyword) && !keyword.startsWith("x-");
}
