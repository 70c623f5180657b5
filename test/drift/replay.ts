// Validates examples with independent validators, compiled from the original documents.
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "vitest";
import type { Finding } from "../../src/drift/finding.ts";
import { own, type Json, type JsonObject } from "../../src/openapi/json.ts";
import { isObject } from "../../src/shared/json.ts";
import { segments } from "../../src/shared/json-pointer.ts";

/** Expects that a breaking schema finding has an example, which one version accepts and the other rejects. */
export function replay(before: JsonObject, after: JsonObject, finding: Finding): void {
  const place = schemaPlace(finding.where);
  const annotation = /\/(default|readOnly|writeOnly)$/.test(finding.where);
  if (finding.witness === undefined || place === undefined) {
    expect(finding.level === "breaking" && place !== undefined && !annotation, JSON.stringify(finding)).toBe(false);
    return;
  }
  const [accepting, refusing] = finding.witness.acceptedBy === "old" ? [before, after] : [after, before];
  expect(valid(accepting, place, finding.witness.body), `accepted: ${JSON.stringify(finding)}`).toBe(true);
  expect(valid(refusing, place, finding.witness.body), `refused: ${JSON.stringify(finding)}`).toBe(false);
}

/** Returns the pointer up to the schema of a body, header or parameter. */
function schemaPlace(where: string): string[] | undefined {
  const path = segments(where);
  const index = path.findIndex((segment, place) => segment === "schema" && path[place - 1] !== "properties");
  return index < 0 ? undefined : path.slice(0, index + 1);
}

function valid(document: JsonObject, place: readonly string[], body: Json): boolean {
  const schema = schemaAt(document, place);
  return validator({ ...(isObject(schema) ? schema : { allOf: [schema] }), components: document.components ?? {} })(
    body,
  );
}

/** Returns an ajv validator with default behaviour. */
export function validator(schema: JsonObject): (body: Json) => boolean {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (body) => validate(body);
}

function schemaAt(document: JsonObject, place: readonly string[]): Json {
  let current: Json | undefined = document;
  for (const segment of place) {
    current = follow(document, current);
    if (Array.isArray(current)) current = (current as Json[])[Number(segment)];
    else if (isObject(current)) current = own(current, segment);
  }
  return current ?? true;
}

function follow(document: JsonObject, value: Json | undefined): Json | undefined {
  if (!isObject(value) || typeof value.$ref !== "string") return value;
  return follow(document, schemaAt(document, segments(value.$ref)));
}
