import { COMMAND, CONTRACT, type Json } from "./contract.ts";

/** Generates `openapi.json`, the contract as one JSON file. JSON has no comments, so an extension names the source. */
export function generateOpenapiJson(document: Json): string {
  const { openapi, ...rest } = document;
  const bundled = { openapi, "x-generated": `from ${CONTRACT} by ${COMMAND}; do not edit`, ...rest };
  return `${JSON.stringify(bundled, null, 2)}\n`;
}
