import { at, isObject, operations, resolve, type Json, type Operation } from "../generate/contract.ts";
import { schemas } from "./schemas.ts";
import { asTable, inCell } from "./table.ts";

/**
 * Renders the contract as a Markdown page that needs no script: every operation, callback and schema with its limits.
 */
export function contractPage(document: Json): string {
  const { title, version, summary, description } = at(document, "info");
  const all = operations(document).flatMap((operation) => [operation, ...callbacksOf(operation)]);
  return [
    "# Contract reference",
    `${words(title)}, version ${words(version)}. ${words(summary)}`,
    `As a file: <a href="../openapi.yaml" target="_self">openapi.yaml</a>, <a href="../openapi.json" target="_self">openapi.json</a>.`,
    words(description),
    ...serversAndSecurity(document),
    ...all.flatMap((operation) => operationSection(document, operation)),
    "## Schemas",
    ...schemas(document),
  ].join("\n\n");
}

const words = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";

function serversAndSecurity(document: Json): string[] {
  const servers = (document.servers as Json[]).map(
    ({ url, description }) => `- \`${words(url)}\`: ${words(description)}`,
  );
  const security = Object.values(at(document, "components", "securitySchemes")).map((scheme) =>
    words(at(scheme).description),
  );
  return ["## Server and key", servers.join("\n"), ...security];
}

/** Returns the callbacks as operations whose path is the URL expression. */
function callbacksOf({ node }: Operation): Operation[] {
  return Object.values(at(node, "callbacks")).flatMap((callback) => operations({ paths: callback }));
}

function operationSection(document: Json, { node, method, path, operationId }: Operation): string[] {
  return [
    `## ${words(node.summary)}`,
    `\`${method.toUpperCase()} ${path}\`, named \`${operationId}\``,
    words(node.description),
    ...parameters(document, node),
    ...requestBody(document, node),
    ...responses(document, node),
  ];
}

function parameters(document: Json, node: Json): string[] {
  const all = (Array.isArray(node.parameters) ? (node.parameters as Json[]) : []).map((parameter) =>
    resolve(document, parameter),
  );
  if (all.length === 0) return [];
  const rows = all.map(({ name, in: place, required, description, schema }) => [
    `\`${words(name)}\``,
    `${words(place)}${required === true ? ", required" : ""}`,
    `${inCell(words(description))} ${inCell(words(at(schema)["x-rule"]))}`.trim(),
  ]);
  return ["### Parameters", asTable(["name", "in", "meaning"], rows)];
}

function requestBody(document: Json, node: Json): string[] {
  const media = at(node, "requestBody", "content", "application/json");
  return Object.keys(media).length === 0 ? [] : ["### Request body", bodyLink(media), ...examples(document, media)];
}

function bodyLink(media: Json): string {
  const name = words(at(media, "schema").$ref).split("/").at(-1) ?? "";
  return name === "" ? "" : `[${name}](#${name.toLowerCase()})`;
}

function responses(document: Json, node: Json): string[] {
  const all = Object.entries(at(node, "responses")).map(([status, response]) => ({
    status,
    response: resolve(document, at(response)),
  }));
  const rows = all.map(({ status, response }) => [
    status,
    inCell(words(response.description)),
    bodyLink(at(response, "content", "application/json")),
    Object.keys(at(response, "headers"))
      .map((name) => `\`${name}\``)
      .join(" "),
  ]);
  const good = all
    .filter(({ status }) => status.startsWith("2"))
    .flatMap(({ response }) => examples(document, at(response, "content", "application/json")));
  return ["### Responses", asTable(["status", "meaning", "body", "headers"], rows), ...good];
}

function examples(document: Json, media: Json): string[] {
  return Object.values(at(media, "examples"))
    .filter(isObject)
    .map((example) => {
      const { summary, value } = resolve(document, example);
      return `<details><summary>${words(summary)}</summary>\n\n\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\`\n\n</details>`;
    });
}
