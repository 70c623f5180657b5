import { segments as split } from "../../shared/json-pointer.ts";

export { append as join, segments as split } from "../../shared/json-pointer.ts";

/** The value that a JSON pointer names in a document, or undefined when there is none. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const key of split(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
