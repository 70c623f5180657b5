import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { segments } from "../../src/shared/json-pointer.ts";

/** A JSON object of the contract. */
export type Json = Record<string, unknown>;

/** Path of the contract, relative to the project root. */
export const CONTRACT = "openapi/openapi.yaml";

/** The command that generates every file. */
export const COMMAND = "npm run generate";

/** The header of generated files. */
export const HEADER = `// Generated from ${CONTRACT} by \`${COMMAND}\`.
// Do not edit: change the contract, then run the command again.
`;

/** Reads the contract. Throws when it is not YAML. */
export function readContract(path: string = CONTRACT): Json {
  return parse(readFileSync(path, "utf8")) as Json;
}

/** Returns whether a value is an object, not an array and not null. */
export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the object at a path of keys, or an empty one. */
export function at(value: unknown, ...keys: readonly string[]): Json {
  let here = value;
  for (const key of keys) here = isObject(here) ? here[key] : undefined;
  return isObject(here) ? here : {};
}

/**
 * Resolves local `$ref`s; siblings of a reference override the members of its target. Throws when there is no target.
 */
export function resolve(document: Json, node: Json): Json {
  if (typeof node.$ref !== "string") return node;
  const { $ref, ...siblings } = node;
  const target = at(document, ...segments($ref));
  if (Object.keys(target).length === 0) throw new Error(`${CONTRACT}: ${$ref} names nothing`);
  return { ...resolve(document, target), ...siblings };
}

/** An operation of the contract. */
export interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly node: Json;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Returns the operations of the contract, in document order. */
export function operations(document: Json): Operation[] {
  return Object.entries(at(document, "paths")).flatMap(([path, item]) =>
    METHODS.filter((method) => isObject(at(item)[method])).map((method) => {
      const node = at(item, method);
      if (typeof node.operationId !== "string") throw new Error(`${CONTRACT}: ${method} ${path} has no operationId`);
      return { operationId: node.operationId, method, path, node };
    }),
  );
}
