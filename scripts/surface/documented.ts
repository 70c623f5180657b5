import { at, isObject, operations, resolve, type Json, type Operation } from "../generate/contract.ts";

/** A named example: its name and its value. */
export type Example = readonly [name: string, value: unknown];

/** One documented answer of an operation. */
export interface DocumentedAnswer {
  readonly operation: Operation;
  /** A status, or `default`. */
  readonly status: string;
  /** The response object, its reference followed. */
  readonly response: Json;
  /** Its JSON media type object; empty when it has none. */
  readonly media: Json;
  readonly examples: readonly Example[];
}

/** What a suite has to have seen at least once. */
export interface Documented {
  /** Method and path; `callback NAME` for a callback. */
  readonly operation: string;
  readonly kind:
    "status" | "request example" | "answer example" | "parameter example" | "callback example" | "header" | "security";
  /** The status of an answer, the name of a parameter; empty elsewhere. */
  readonly at: string;
  /**
   * Status, or name of the example, the header or the security scheme; `none` where no authorisation may be asked for.
   */
  readonly name: string;
  /** The value of an example, the schema of a header; undefined elsewhere. */
  readonly value?: unknown;
}

/** The named examples of a media type or parameter object. */
export function examplesOf(document: Json, owner: Json): readonly Example[] {
  return Object.entries(at(owner, "examples")).map(
    ([name, example]) => [name, resolve(document, at(example)).value] as const,
  );
}

/** Every documented answer of every operation. */
export function answersOf(document: Json): readonly DocumentedAnswer[] {
  return operations(document).flatMap((operation) =>
    Object.entries(at(operation.node, "responses")).map(([status, node]) => {
      const response = resolve(document, at(node));
      const media = at(response, "content", "application/json");
      return { operation, status, response, media, examples: examplesOf(document, media) };
    }),
  );
}

/** The name of an operation, as derived cases have it: `POST /path`. */
export const nameOf = ({ method, path }: Operation): string => `${method.toUpperCase()} ${path}`;

/** The parameter objects of an operation, references followed. */
export function parametersOf(document: Json, { node }: Operation): readonly Json[] {
  return (Array.isArray(node.parameters) ? node.parameters : []).map((parameter) => resolve(document, at(parameter)));
}

/** Each callback of an operation: its name and its operation object. */
export function callbacksOf({ node }: Operation): readonly (readonly [name: string, callback: Json])[] {
  return Object.entries(at(node, "callbacks")).flatMap(([name, expressions]) =>
    Object.values(at(expressions)).flatMap((item) =>
      Object.values(at(item))
        .filter(isObject)
        .map((callback) => [name, callback] as const),
    ),
  );
}

/** Every status, named example, response header and security rule of a contract. */
export function documentedOf(document: Json): readonly Documented[] {
  const answers = answersOf(document).flatMap(({ operation, status, response, examples }): Documented[] => {
    const about = { operation: nameOf(operation), at: status };
    const headers = Object.entries(at(response, "headers")).map(
      ([name, node]) => ({ ...about, kind: "header", name, value: resolve(document, at(node)).schema }) as const,
    );
    return [
      { ...about, at: "", kind: "status", name: status },
      ...examples.map(([name, value]) => ({ ...about, kind: "answer example", name, value }) as const),
      ...headers,
    ];
  });
  return [
    ...answers,
    ...operations(document).flatMap((operation) => [
      ...ofRequest(document, operation),
      ...callbacksOf(operation).flatMap((callback) => ofCallback(document, callback)),
    ]),
  ];
}

function ofRequest(document: Json, operation: Operation): readonly Documented[] {
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

function ofCallback(document: Json, [callback, node]: readonly [string, Json]): readonly Documented[] {
  const about = { operation: `callback ${callback}`, at: "" };
  const statuses = Object.keys(at(node, "responses")).map((name) => ({ ...about, kind: "status", name }) as const);
  const examples = examplesOf(document, bodyOf(node)).map(
    ([name, value]) => ({ ...about, kind: "callback example", name, value }) as const,
  );
  return [...statuses, ...examples, ...securityOf(document, about.operation, node)];
}

/** The JSON media type object of an operation's body; empty when it takes none. */
export const bodyOf = (node: Json): Json => at(node, "requestBody", "content", "application/json");

// OpenAPI 3.1, section 4.8.10: an operation's own list replaces that of the document, an empty one asks for nothing.
function securityOf(document: Json, operation: string, node: Json): readonly Documented[] {
  const rules = (node.security ?? document.security ?? []) as readonly Json[];
  const names = rules.flatMap((rule) => Object.keys(rule));
  return (names.length > 0 ? names : ["none"]).map((name) => ({ operation, kind: "security", at: "", name }));
}
