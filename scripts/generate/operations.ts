import { at, HEADER, isObject, operations, resolve, type Json, type Operation } from "./contract.ts";
import { limitsOf } from "./limits.ts";

const FRONT = `${HEADER}
import type { Client, FetchOptions } from "openapi-fetch";
import type { paths } from "./types.ts";

/** Headers, signal and the like of one call, as openapi-fetch takes them. */
type Init<Operation> = Partial<Omit<FetchOptions<Operation>, "body">>;
`;

/** `operations.ts`: one documented function for every operationId, over an openapi-fetch client. */
export function generateOperations(document: Json): string {
  return [FRONT, ...operations(document).map((operation) => functionOf(document, operation))].join("\n");
}

function functionOf(document: Json, operation: Operation): string {
  const { operationId, method, path, node } = operation;
  const type = `paths[${JSON.stringify(path)}][${JSON.stringify(method)}]`;
  const names = pathParameters(document, node).map(({ name }) => String(name));
  const hasBody = isObject(node.requestBody);
  const parameters = ["client: Client<paths>"];
  const fields = ["...init"];
  if (names.length > 0) {
    parameters.push(`path: ${type}["parameters"]["path"]`);
    fields.push("params: { ...init.params, path }");
  }
  if (hasBody) {
    parameters.push(`body: NonNullable<${type}["requestBody"]>["content"]["application/json"]`);
    fields.push("body");
  }
  parameters.push(`init: Init<${type}> = {}`);
  const options = fields.length > 1 ? `{ ${fields.join(", ")} }` : "init";
  return [
    comment(document, operation),
    `export function ${operationId}(\n${parameters.map((parameter) => `  ${parameter},\n`).join("")}) {`,
    `  return client.${method.toUpperCase()}(${JSON.stringify(path)}, ${options});`,
    "}\n",
  ].join("\n");
}

function pathParameters(document: Json, node: Json): Json[] {
  return parametersOf(document, node).filter((parameter) => parameter.in === "path");
}

function parametersOf(document: Json, node: Json): Json[] {
  return (Array.isArray(node.parameters) ? (node.parameters as Json[]) : []).map((parameter) => resolve(document, parameter));
}

function comment(document: Json, { method, path, node }: Operation): string {
  const lines = [`${String(node.summary)}: \`${method.toUpperCase()} ${path}\`.`, "", ...text(node.description)];
  for (const parameter of parametersOf(document, node)) {
    lines.push("", `\`${String(parameter.name)}\` (${String(parameter.in)}): ${said(document, parameter, at(parameter, "schema"))}`);
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
