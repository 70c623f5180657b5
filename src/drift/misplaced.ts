import { holdsData, holdsNames } from "../openapi/references.ts";
import { append } from "../openapi/json-pointer.ts";
import { isArray, type Json } from "../openapi/json.ts";
import { SCHEMA_MAP } from "../openapi/schema-keywords.ts";
import { isObject } from "../shared/json.ts";
import { CannotCompare } from "./finding.ts";

/**
 * Rejects a `$ref` in place of a map of schemas, such as `properties: {$ref: …}`. JSON Schema reads it as a property
 * called `$ref`, so changes of the intended target would go unnoticed.
 * @throws CannotCompare with its JSON pointer.
 */
export function rejectMisplacedReferences(value: Json, pointer = "#", holder = ""): void {
  if (isArray(value)) {
    for (const [index, item] of value.entries()) rejectMisplacedReferences(item, append(pointer, index));
    return;
  }
  if (!isObject(value)) return;
  const isSchemaMap = SCHEMA_MAP.some((keyword) => keyword === holder);
  if (isSchemaMap && typeof value.$ref === "string")
    throw new CannotCompare(
      `The reference ${value.$ref} at ${pointer} is in place of a map of named schemas. Give each schema under ${holder} its own $ref.`,
    );
  const keysAreNames = holdsNames(holder);
  for (const [key, member] of Object.entries(value))
    if (keysAreNames || !holdsData(key, member))
      rejectMisplacedReferences(member, append(pointer, key), keysAreNames ? "" : key);
}
