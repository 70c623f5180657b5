import { at, HEADER, operations, resolve, type Json, type Operation } from "./contract.ts";
import { docComment, wrap } from "./doc-comment.ts";
import { limitsOf } from "./limits.ts";

const FRONT = `${HEADER}
import createClient, { type Client, type ClientOptions, type FetchOptions } from "openapi-fetch";
import { serverUrl } from "./constants.ts";
import type { TYPES } from "./types.ts";

/** The API as an openapi-fetch client: \`GET\` and \`POST\` by path, and \`use\` for middleware. */
export type EvoLinkClient = Client<paths>;

/** Arguments of an operation: parameters, body, headers, and options of \`fetch\`. */
export type OperationInit<Id extends keyof operations> = Omit<FetchOptions<operations[Id]>, "parseAs" | "body"> &
  BodyOf<operations[Id]>;

/** The body with its own type: openapi-fetch treats a property that must be absent as read-only. */
type BodyOf<Operation> = Operation extends {
  readonly requestBody: { readonly content: { readonly "application/json": infer Body } };
}
  ? { readonly body: Body }
  : unknown;

/** Result of an operation: \`data\` or \`error\`, and the \`Response\`. */
export type OperationResult<Data, Failure> =
  | { readonly data: Data; readonly error?: never; readonly response: Response }
  | { readonly data?: never; readonly error: Failure; readonly response: Response };

/**
 * Creates an openapi-fetch client of the API, for your own middleware. It sends each call once and unchanged: no
 * validation, no retries, no API key. \`EvoLink\` does all of that.
 *
 * @param options Options of openapi-fetch; \`baseUrl\` defaults to the contract's server.
 *
 * @example
 * const client = createEvoLinkClient({ headers: { Authorization: \`Bearer \${process.env.EVOLINK_API_KEY}\` } });
 * const { data, error } = await getTask(client, { params: { path: { task_id: "task-unified-1757169743-7cvnl5zw" } } });
 */
export function createEvoLinkClient(options: ClientOptions = {}): EvoLinkClient {
  return createClient<paths>({ baseUrl: serverUrl, ...options });
}
`;

/** Generates `client.ts`: the openapi-fetch client, and a documented function for every operationId. */
export function generateClient(document: Json): string {
  const all = operations(document);
  const bodies = all.flatMap(({ node }) => [bodyOf(document, node, "2"), bodyOf(document, node, "default")]);
  const types = [...new Set([...bodies, "operations", "paths"])].sort((a, b) => a.localeCompare(b));
  return [FRONT.replace("TYPES", types.join(", ")), ...all.map((operation) => functionOf(document, operation))].join(
    "\n",
  );
}

function functionOf(document: Json, operation: Operation): string {
  const { operationId, method, path, node } = operation;
  const optional = needsInit(document, node) ? "" : " = {}";
  const hasBody = "requestBody" in node;
  const argument = hasBody ? `init as FetchOptions<operations[${JSON.stringify(operationId)}]>` : "init";
  const result = `Promise<OperationResult<${bodyOf(document, node, "2")}, ${bodyOf(document, node, "default")}>>`;
  return [
    comment(document, operation),
    `export async function ${operationId}(`,
    "  client: EvoLinkClient,",
    `  init: OperationInit<${JSON.stringify(operationId)}>${optional},`,
    `): ${result} {`,
    "  // openapi-fetch 0.17 describes the same data, but takes its readonly arrays apart.",
    `  return client.${method.toUpperCase()}(${JSON.stringify(path)}, ${argument}) as unknown as ${result};`,
    "}\n",
  ].join("\n");
}

/** Returns the schema name of an operation's response, by its status or the first digit of it. */
function bodyOf(document: Json, node: Json, status: string): string {
  const found = Object.entries(at(node, "responses")).find(([key]) => key.startsWith(status))?.[1];
  const schema = at(resolve(document, at(found)), "content", "application/json", "schema");
  return String(schema.$ref).replace("#/components/schemas/", "");
}

/** Returns whether an operation requires a body or a parameter. */
function needsInit(document: Json, node: Json): boolean {
  const body = resolve(document, at(node, "requestBody"));
  return body.required === true || parametersOf(document, node).some(({ required }) => required === true);
}

function parametersOf(document: Json, node: Json): Json[] {
  const parameters = Array.isArray(node.parameters) ? (node.parameters as Json[]) : [];
  return parameters.map((parameter) => resolve(document, parameter));
}

/** Errors that openapi-fetch does not turn into a result. */
const THROWS =
  "@throws The error with which `fetch` rejects, or a `SyntaxError` when the body of a success is not JSON.";

function comment(document: Json, { operationId, method, path, node }: Operation): string {
  const lines = [`${String(node.summary)}: \`${method.toUpperCase()} ${path}\`.`, "", String(node.description)];
  for (const parameter of parametersOf(document, node)) {
    const description = describe(document, parameter, at(parameter, "schema"));
    lines.push("", `\`${String(parameter.name)}\` (${String(parameter.in)}): ${description}`);
  }
  const body = at(node, "requestBody", "content", "application/json", "schema");
  const fields = Object.entries(at(resolve(document, body), "properties"));
  if (fields.length > 0) lines.push("", "Fields of the body:");
  for (const [name, field] of fields) lines.push(`- \`${name}\`: ${describe(document, {}, at(field))}`);
  return docComment(
    `${wrap(lines.join("\n"))}\n\n${THROWS}\n\n@example\n${exampleOf(document, operationId, node)}`,
  ).trimEnd();
}

/** Returns a call with the contract's first examples. */
function exampleOf(document: Json, operationId: string, node: Json): string {
  const path = parametersOf(document, node).filter((parameter) => parameter.in === "path");
  const members = path.map((parameter) => [String(parameter.name), firstExample(document, parameter)]);
  const body = firstExample(document, at(node, "requestBody", "content", "application/json"));
  const init = {
    ...(members.length > 0 && { params: { path: Object.fromEntries(members) as Json } }),
    ...(body !== undefined && { body }),
  };
  const argument = Object.keys(init).length > 0 ? `, ${JSON.stringify(init, null, 2)}` : "";
  return `const { data, error } = await ${operationId}(client${argument});`;
}

function firstExample(document: Json, owner: Json): unknown {
  const [first] = Object.values(at(owner, "examples"));
  return first === undefined ? undefined : resolve(document, at(first)).value;
}

function describe(document: Json, owner: Json, node: Json): string {
  const schema = resolve(document, node);
  const description = String(owner.description ?? schema.description).replaceAll("\n", " ");
  const parts = [description.trimEnd(), limitsOf(schema)];
  if (schema.default !== undefined) parts.push(`Default: \`${JSON.stringify(schema.default)}\`.`);
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}
