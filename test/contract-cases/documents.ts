import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import type { ContractCase, Derivation } from "../../src/contract/index.ts";
import { deriveCases } from "../../src/contract/index.ts";
import { valueAt } from "../../src/shared/json-pointer.ts";
import { isObject, type JsonObject } from "../../src/shared/json.ts";

/** Three documents of other services, and ours. */
export const DOCUMENTS = {
  orders: read(new URL("documents/orders.yaml", import.meta.url)),
  documents: read(new URL("documents/documents.yaml", import.meta.url)),
  devices: read(new URL("documents/devices.yaml", import.meta.url)),
  ours: read(new URL("../../openapi/openapi.yaml", import.meta.url)),
};

const derived = new Map<JsonObject, Derivation>();

/** Derives the cases of a document, once for all files that a worker runs. */
export function derivationOf(document: JsonObject): Derivation {
  let derivation = derived.get(document);
  if (!derivation) derived.set(document, (derivation = deriveCases(document)));
  return derivation;
}

/** Creates a document with one request body of this schema. */
export function around(schema: unknown, components: JsonObject = {}): JsonObject {
  const content = { "application/json": { schema } };
  return {
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: { "/x": { post: { requestBody: { content }, responses: {} } } },
    components: { schemas: components },
  };
}

/**
 * Creates an ajv validator that is independent of the one in the derivation: the document is embedded in the schema,
 * and references point into it.
 */
export function independentValidator(document: JsonObject): (one: ContractCase) => boolean {
  const compiled = new Map<string, (value: unknown) => boolean>();
  return ({ root, value }) => {
    let validate = compiled.get(root);
    if (!validate) {
      // Compiling the meta-schema would take longer than compiling most schemas.
      const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false, validateSchema: false });
      formats.default(ajv);
      const schema = { allOf: [moved(valueAt(document, root))], document: moved(document) };
      const fresh = ajv.compile(schema);
      compiled.set(root, (validate = (candidate): boolean => fresh(candidate)));
    }
    return validate(value);
  };
}

function moved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(moved);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, property]) => [
      key,
      key === "$ref" && typeof property === "string" ? property.replace("#/", "#/document/") : moved(property),
    ]),
  );
}

function read(url: URL): JsonObject {
  return parse(readFileSync(url, "utf8"), { merge: true, maxAliasCount: -1 }) as JsonObject;
}
