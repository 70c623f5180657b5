/** Keywords that inform a reader and that no validator asserts. */
export const DOCUMENTATION = ["title", "description", "examples", "example", "externalDocs", "$comment"] as const;

/** Keywords without influence on which values are valid, apart from documentation and extensions. */
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

/** True for a keyword that decides which values are valid. */
export function asserts(keyword: string): boolean {
  return !IGNORED.has(keyword) && !keyword.startsWith("x-");
}
