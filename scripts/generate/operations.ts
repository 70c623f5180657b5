import { at, CONTRACT, HEADER, operations, resolve, type Json, type Operation } from "./contract.ts";
import { limitsOf } from "./limits.ts";
import { nameOf } from "./schemas.ts";

const FRONT = `${HEADER}
import { SCHEMAS, type Schema } from "./schemas.ts";
import type { components, paths } from "./types.ts";

/** What a request of one operation consists of, and what its success has to fit. */
export interface Operation<T> {
  readonly method: string;
  /** Path and parameters in it, to be put behind the server's URL. */
  readonly path: string;
  /** Parameters in headers. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly answer: Schema<T>;
}

/** Parameters in headers; what is undefined is not sent. */
type Headers<Parameters> = { readonly [Name in keyof Parameters]: Parameters[Name] | undefined };
`;

/** `operations.ts`: one documented function for every operationId, from its parameters to what is sent. */
export function generateOperations(document: Json): string {
  const all = operations(document);
  const schemas = [...new Set(all.map(({ node }) => nameOf(answerOf(node))))].sort();
  return [
    FRONT.replace("SCHEMAS", schemas.join(", ")),
    ...all.map((operation) => functionOf(document, operation)),
  ].join("\n");
}

function functionOf(document: Json, operation: Operation): string {
  const { operationId, method, path, node } = operation;
  const wrong = parametersOf(document, node).find((parameter) => parameter.in !== "path" && parameter.in !== "header");
  if (wrong !== undefined)
    throw new Error(
      `${CONTRACT}: ${operationId} has a parameter in ${String(wrong.in)}; write in scripts/generate/operations.ts how it is sent`,
    );
  const type = `paths[${JSON.stringify(path)}][${JSON.stringify(method)}]["parameters"]`;
  const isIn = (place: string): boolean => parametersOf(document, node).some((parameter) => parameter.in === place);
  const parameters = [
    isIn("path") ? `path: ${type}["path"]` : "",
    isIn("header") ? `headers: Headers<${type}["header"]> = {}` : "",
  ].filter(Boolean);
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => `\${encodeURIComponent(path.${name})}`);
  const members = [
    `method: ${JSON.stringify(method.toUpperCase())}`,
    `path: ${isIn("path") ? `\`${filled}\`` : JSON.stringify(path)}`,
    isIn("header") ? "headers" : "",
    `answer: ${nameOf(answerOf(node))}`,
  ].filter(Boolean);
  return [
    comment(document, operation),
    `export function ${operationId}(${parameters.join(", ")}): Operation<components["schemas"]["${answerOf(node)}"]> {`,
    `  return { ${members.join(", ")} };`,
    "}\n",
  ].join("\n");
}

/** The name of the schema of an operation's success. */
function answerOf(node: Json): string {
  const success = Object.entries(at(node, "responses")).find(([status]) => status.startsWith("2"))?.[1];
  return String(at(success, "content", "application/json", "schema").$ref).replace("#/components/schemas/", "");
}

function parametersOf(document: Json, node: Json): Json[] {
  return (Array.isArray(node.parameters) ? (node.parameters as Json[]) : []).map((parameter) =>
    resolve(document, parameter),
  );
}

function comment(document: Json, { method, path, node }: Operation): string {
  const lines = [`${String(node.summary)}: \`${method.toUpperCase()} ${path}\`.`, "", ...text(node.description)];
  for (const parameter of parametersOf(document, node)) {
    lines.push(
      "",
      `\`${String(parameter.name)}\` (${String(parameter.in)}): ${said(document, parameter, at(parameter, "schema"))}`,
    );
  }
  const body = at(node, "requestBody", "content", "application/json", "schema");
  const fields = Object.entries(at(resolve(document, body), "properties"));
  if (fields.length > 0) lines.push("", "Fields of the body:");
  for (const [name, field] of fields) lines.push(`- \`${name}\`: ${said(document, {}, at(field))}`);
  const docs = lines.flatMap((line) => text(line)).map((line) => ` * ${line}`.trimEnd());
  return ["/**", ...docs, " */"].join("\n").replaceAll("*/ ", "*\\/ ");
}

function said(document: Json, owner: Json, node: Json): string {
  const schema = resolve(document, node);
  const parts = [text(owner.description ?? schema.description).join(" "), limitsOf(schema)];
  if (schema.default !== undefined) parts.push(`Default: \`${JSON.stringify(schema.default)}\`.`);
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}

function text(value: unknown): string[] {
  return typeof value === "string" ? value.trimEnd().split("\n") : [];
}
