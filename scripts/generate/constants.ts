import { createHash } from "node:crypto";
import { at, HEADER, isObject, operations, resolve, type Json } from "./contract.ts";
import { generateOpenapiJson } from "./openapi-json.ts";
import { dereference } from "./schema.ts";

/**
 * `constants.ts`: what code must know of the contract at run time, apart from validation: its version and fingerprint, the
 * server, defaults, and every `x-` extension under a name made from the place that carries it.
 */
export function generateConstants(document: Json): string {
  const fingerprint = createHash("sha256").update(generateOpenapiJson(document)).digest("hex");
  const [server] = document.servers as Json[];
  return [
    HEADER,
    constant("contractVersion", "Version of the contract (`/info/version`).", at(document, "info").version),
    constant("contractFingerprint", "SHA-256 of `openapi.json`, in hexadecimal.", fingerprint),
    constant("serverUrl", "Base URL of the API (`/servers/0/url`).", server?.url),
    ...defaults(document),
    ...fields(document),
    ...[...walk(document, [])].map(({ name, pointer, value }) => constant(name, `\`${pointer}\` of the contract.`, value)),
  ].join("\n");
}

function defaults(document: Json): string[] {
  return Object.entries(at(document, "components", "schemas")).flatMap(([name, schema]) => {
    const found = Object.entries(at(schema, "properties")).flatMap(([property, node]) => {
      const value = resolve(document, at(node)).default;
      return value === undefined ? [] : [[property, value]];
    });
    if (found.length === 0) return [];
    return [constant(`${lower(name)}Defaults`, `Defaults of the members of \`${name}\`.`, Object.fromEntries(found))];
  });
}

/** Of every answer's schema, the names that each of its objects may have, so that new ones can be noticed. */
function fields(document: Json): string[] {
  return answers(document).map((name) => {
    const names: Record<string, string[]> = {};
    const collect = (schema: Json, pointer: string): void => {
      const properties = at(schema, "properties");
      if (Object.keys(properties).length === 0) return;
      names[pointer] = Object.keys(properties);
      for (const [key, child] of Object.entries(properties)) collect(at(child), `${pointer}/${key}`);
    };
    collect(dereference(document, { $ref: `#/components/schemas/${name}` }), "");
    return constant(`${lower(name)}Fields`, `Names of the members of \`${name}\`, by the JSON pointer of their object.`, names);
  });
}

/** The schemas of the bodies that successful answers have, by name. */
function answers(document: Json): string[] {
  const refs = operations(document).flatMap(({ node }) =>
    Object.entries(at(node, "responses"))
      .filter(([status]) => status.startsWith("2"))
      .map(([, response]) => at(response, "content", "application/json", "schema").$ref),
  );
  return [...new Set(refs.map((ref) => String(ref).replace("#/components/schemas/", "")))];
}

interface Found {
  readonly name: string;
  readonly pointer: string;
  readonly value: unknown;
}

/** Extensions that explain a schema to the validators; they are not constants of the API. */
const OF_VALIDATORS = new Set(["x-rule"]);

function* walk(node: unknown, path: readonly string[]): Generator<Found> {
  if (Array.isArray(node)) {
    for (const [index, child] of node.entries()) yield* walk(child, [...path, String(index)]);
  }
  if (!isObject(node)) return;
  for (const [key, child] of Object.entries(node)) {
    if (key.startsWith("x-") && path.at(-1) !== "headers" && !OF_VALIDATORS.has(key)) {
      yield { name: nameOf(node, path, key), pointer: pointerOf([...path, key]), value: child };
    } else if (key !== "examples") {
      yield* walk(child, [...path, key]);
    }
  }
}

function pointerOf(path: readonly string[]): string {
  return path.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** `TaskStatus` and `x-terminal` become `taskStatusTerminal`; an operation gives its operationId, a nested schema its path. */
function nameOf(node: Json, path: readonly string[], key: string): string {
  const schema = path.indexOf("schemas");
  const owner =
    typeof node.operationId === "string"
      ? [node.operationId]
      : path.slice(schema + 1).filter((part) => part !== "properties" && part !== "items");
  const words = [...owner, ...key.slice(2).split("-")].flatMap((part) => part.split(/[^A-Za-z0-9]+/));
  return words.map((word, index) => (index === 0 ? lower(word) : upper(word))).join("");
}

const upper = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const lower = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);

function constant(name: string, comment: string, value: unknown): string {
  return `/** ${comment} */\nexport const ${name} = ${literal(value)} as const;\n`;
}

/** A JSON value as a TypeScript literal, on one line where it fits. */
function literal(value: unknown, indent = ""): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => literal(item, inner))
    : Object.entries(value).map(([key, item]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : JSON.stringify(key)}: ${literal(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const pad = Array.isArray(value) || items.length === 0 ? "" : " ";
  const line = `${open}${pad}${items.join(", ")}${pad}${close}`;
  return line.length <= 100 ? line : `${open}\n${items.map((item) => `${inner}${item},\n`).join("")}${indent}${close}`;
}
