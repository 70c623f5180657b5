import { type Json } from "../../openapi/json.ts";
import { equal } from "../../shared/json.ts";
import type { Level } from "../finding.ts";
import { verb } from "../verb.ts";

/** The supported dialects. The default is that of OpenAPI 3.1 (OpenAPI 3.1, Schema Object). */
const READ: readonly (Json | undefined)[] = [
  undefined,
  "https://spec.openapis.org/oas/3.1/dialect/base",
  "https://json-schema.org/draft/2020-12/schema",
];

/** A change of the dialect. */
export interface DialectChange {
  readonly level: Level;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly message: string;
}

/** Classifies a change of `jsonSchemaDialect` or `$schema`; undefined when there is none. */
export function dialectChange(before: Json | undefined, after: Json | undefined): DialectChange | undefined {
  if (equal(before, after)) return undefined;
  const isRead = READ.includes(before) && READ.includes(after);
  const message = `the dialect of the schemas ${verb(before, after)}`;
  return isRead
    ? { level: "compatible", before, after, message: `${message}, with the same meaning of every keyword` }
    : { level: "unproven", before, after, message: `${message}: schemas are always read as JSON Schema 2020-12` };
}
