import { createHash } from "node:crypto";
import { append } from "../../src/shared/json-pointer.ts";
import { at, HEADER, isObject, operations, resolve, type Json } from "./contract.ts";
import { docComment, wrap } from "./doc-comment.ts";
import { literal } from "./literal.ts";
import { generateOpenapiJson } from "./openapi-json.ts";

/**
 * Generates `constants.ts`: the parts of the contract that code needs at run time besides validation. These are its
 * version and fingerprint, the server, defaults, and every `x-` extension, named after its place.
 */
export function generateConstants(document: Json): string {
  const fingerprint = createHash("sha256").update(generateOpenapiJson(document)).digest("hex");
  const [server] = document.servers as Json[];
  return [
    HEADER,
    constant("contractVersion", "Version of the contract (`/info/version`).", at(document, "info").version),
    constant("contractFingerprint", "SHA-256 of `openapi.json`, in hexadecimal.", fingerprint),
    constant(
      "contractFingerprintStart",
      "The first digits of `contractFingerprint`, enough to distinguish two contracts.",
      fingerprint.slice(0, 12),
    ),
    constant("serverUrl", "Base URL of the API (`/servers/0/url`).", server?.url),
    ...defaults(document),
    ...requiredOfResponses(document),
    ...[...walk(document, [])].map(({ name, pointer, value }) =>
      constant(name, `\`${pointer}\` of the contract.`, value),
    ),
  ].join("\n");
}

function defaults(document: Json): string[] {
  return Object.entries(at(document, "components", "schemas")).flatMap(([name, schema]) => {
    return Object.entries(at(schema, "properties")).flatMap(([property, node]) => {
      const value = resolve(document, at(node)).default;
      return value === undefined
        ? []
        : [constant(camel(name, property, "default"), `Default of \`${property}\` in \`${name}\`.`, value)];
    });
  });
}

/** Returns the required members of the body of a successful response. */
function requiredOfResponses(document: Json): string[] {
  const bodies = operations(document).map(({ node }) => successSchema(node));
  return [...new Set(bodies)].sort().map((name) => {
    const { required = [] } = at(document, "components", "schemas", name);
    return constant(camel(name, "required"), `Required members of \`${name}\`.`, required);
  });
}

/** Returns the schema name of an operation's successful response. */
function successSchema(node: Json): string {
  const success = Object.entries(at(node, "responses")).find(([status]) => status.startsWith("2"))?.[1];
  return String(at(success, "content", "application/json", "schema").$ref).replace("#/components/schemas/", "");
}

interface Found {
  readonly name: string;
  readonly pointer: string;
  readonly value: unknown;
}

/** Extensions for the generator; they are not constants of the API. */
const IN_SCHEMAS = new Set(["x-rule"]);

function* walk(node: unknown, path: readonly string[]): Generator<Found> {
  if (Array.isArray(node)) {
    for (const [index, child] of node.entries()) yield* walk(child, [...path, String(index)]);
  }
  if (!isObject(node)) return;
  for (const [key, child] of Object.entries(node)) {
    if (key.startsWith("x-") && path.at(-1) !== "headers" && !IN_SCHEMAS.has(key)) {
      yield { name: nameOf(node, path, key), pointer: append("", ...path, key), value: child };
    } else if (key !== "examples") {
      yield* walk(child, [...path, key]);
    }
  }
}

/**
 * `TaskStatus` and `x-terminal` become `taskStatusTerminal`; an operation gives its operationId, a nested schema its
 * path.
 */
function nameOf(node: Json, path: readonly string[], key: string): string {
  const schema = path.indexOf("schemas");
  const owner =
    typeof node.operationId === "string"
      ? [node.operationId]
      : path.slice(schema + 1).filter((part) => part !== "properties" && part !== "items");
  return camel(...owner, key.slice(2));
}

function camel(...parts: readonly string[]): string {
  const words = parts.flatMap((part) => part.split(/[^A-Za-z0-9]+/));
  return words.map((word, index) => (index === 0 ? lower(word) : upper(word))).join("");
}

const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const lower = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);

function constant(name: string, comment: string, value: unknown): string {
  return `${docComment(wrap(comment))}export const ${name} = ${literal(value)} as const;\n`;
}
