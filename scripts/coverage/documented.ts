import { at, isObject, operations, resolve, type Json, type Operation } from "../generate/contract.ts";

/** A named example: its name and its value. */
export type Example = readonly [name: string, value: unknown];

/** A documented response of an operation. */
export interface DocumentedResponse {
  readonly operation: Operation;
  /** A status, or `default`. */
  readonly status: string;
  /** The response object, with its `$ref` resolved. */
  readonly response: Json;
  /** Its JSON media type object; empty when it has none. */
  readonly media: Json;
  readonly examples: readonly Example[];
}

/** A part of the contract that the tests have to exercise at least once. */
export interface DocumentedItem {
  /** Method and path; `callback NAME` for a callback. */
  readonly operation: string;
  readonly kind:
    "status" | "request example" | "response example" | "parameter example" | "callback example" | "header" | "security";
  /** The status of a response or the name of a parameter; empty for other kinds. */
  readonly at: string;
  /** The status, or the name of the example, header or security scheme; `none` for an operation without security. */
  readonly name: string;
  /** The value of an example or the schema of a header; undefined for other kinds. */
  readonly value?: unknown;
}

/** Returns the named examples of a media type or parameter object. */
export function examplesOf(document: Json, owner: Json): readonly Example[] {
  return Object.entries(at(owner, "examples")).map(
    ([name, example]) => [name, resolve(document, at(example)).value] as const,
  );
}

/** Returns every documented response of every operation. */
export function responsesOf(document: Json): readonly DocumentedResponse[] {
  return operations(document).flatMap((operation) =>
    Object.entries(at(operation.node, "responses")).map(([status, node]) => {
      const response = resolve(document, at(node));
      const media = at(response, "content", "application/json");
      return { operation, status, response, media, examples: examplesOf(document, media) };
    }),
  );
}

/** Returns the name of an operation as derived cases spell it: `POST /path`. */
export const nameOf = ({ method, path }: Operation): string => `${method.toUpperCase()} ${path}`;

/** Returns the parameter objects of an operation, with each `$ref` resolved. */
export function parametersOf(document: Json, { node }: Operation): readonly Json[] {
  return (Array.isArray(node.parameters) ? node.parameters : []).map((parameter) => resolve(document, at(parameter)));
}

/** Returns the callbacks of an operation: each name with its operation object. */
export function callbacksOf({ node }: Operation): readonly (readonly [name: string, callback: Json])[] {
  return Object.entries(at(node, "callbacks")).flatMap(([name, expressions]) =>
    Object.values(at(expressions)).flatMap((item) =>
      Object.values(at(item))
        .filter(isObject)
        .map((callback) => [name, callback] as const),
    ),
  );
}

/** Returns every status, named example, response header and security rule of a contract. */
export function documentedOf(document: Json): readonly DocumentedItem[] {
const responses = responsesOf(document).flatMap(({ operation, status, response, examples }): DocumentedItem[] => {
    const about = { operation: nameOf(operation), at: status };
    const headers = Object.entries(at(response, "headers")).map(
      ([name, node]) => ({ ...about, kind: "header", name, value: resolve(document, at(node)).schema }) as const,
    );
    return [
      { ...about, at: "", kind: "status", name: status },
      ...examples.map(([name, value]) => ({ ...about, kind: "response example", name, value }) as const),
      ...headers,
    ];
  });
  return [
...responses,
    ...operations(document).flatMap((operation) => [
      ...ofRequest(document, operation),
      ...callbacksOf(operation).flatMap((callback) => ofCallback(document, callback)),
    ]),
  ];
}

function ofRequest(document: Json, operation: Operation): readonly DocumentedItem[] {
  const about = { operation: nameOf(operation), at: "" };
  const bodies = examplesOf(document, bodyOf(operation.node)).map(
    ([name, value]) => ({ ...about, kind: "request example", name, value }) as const,
  );
  const parameters = parametersOf(document, operation).flatMap((parameter) =>
    examplesOf(document, parameter).map(
      ([name, value]) => ({ ...about, kind: "parameter example", at: String(parameter.name), name, value }) as const,
    ),
  );
  return [...bodies, ...parameters, ...securityOf(document, about.operation, operation.node)];
}

function ofCallback(document: Json, [callback, node]: readonly [string, Json]): readonly DocumentedItem[] {
  const about = { operation: `callback ${callback}`, at: "" };
  const statuses = Object.keys(at(node, "responses")).map((name) => ({ ...about, kind: "status", name }) as const);
  const examples = examplesOf(document, bodyOf(node)).map(
    ([name, value]) => ({ ...about, kind: "callback example", name, value }) as const,
  );
  return [...statuses, ...examples, ...securityOf(document, about.operation, node)];
}

/** Returns the JSON media type object of an operation's request body; empty when it has none. */
export const bodyOf = (node: Json): Json => at(node, "requestBody", "content", "application/json");

// OpenAPI 3.1, section 4.8.10: an operation's own list replaces that of the document; an empty list requires nothing.
function securityOf(document: Json, operation: string, node: Json): readonly DocumentedItem[] {
  const rules = (node.security ?? document.security ?? []) as readonly Json[];
  const names = rules.flatMap((rule) => Object.keys(rule));
  return (names.length > 0 ? names : ["none"]).map((name) => ({ operation, kind: "security", at: "", name }));
}
