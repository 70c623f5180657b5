import document from "../../generated/openapi.json" with { type: "json" };
import type { Task } from "../../generated/types.ts";
import { segments } from "../shared/json-pointer.ts";

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The bundled contract as text, for the page. */
export const contractText = JSON.stringify(document);

/** Resolves a local `$ref` (RFC 6901), through any number of steps; returns a value without `$ref` unchanged. */
function resolve(node: unknown): JsonObject {
  if (!isObject(node)) return {};
  if (typeof node.$ref !== "string") return node;
  return resolve(segments(node.$ref).reduce<unknown>((here, key) => (here as JsonObject)[key], document));
}

/** Returns the object at a path of keys in the contract, with references resolved; empty when there is none. */
export function at(node: unknown, ...keys: readonly string[]): JsonObject {
  return keys.reduce<JsonObject>((here, key) => resolve(here[key]), resolve(node));
}

/** Media type of requests and responses (RFC 9110, section 8.3.1). */
export const MEDIA_TYPE = "application/json";

/** One operation of the contract. */
export interface Operation {
  /** The `operationId`. */
  readonly id: string;
  /** In upper case. */
  readonly method: string;
  /** The path template, with parameters in braces. */
  readonly template: string;
  /** Media type of a request body, undefined when the operation takes none. */
  readonly consumes: string | undefined;
  /** The named examples of a request body. */
  readonly requests: JsonObject;
  /** Responses by status, `default` included. */
  readonly responses: JsonObject;
}

/** Every operation of the contract. */
export const operations: readonly Operation[] = Object.entries(at(document, "paths")).flatMap(([template, item]) =>
  Object.entries(at(item)).map(([method, operation]) => ({
    id: String(at(operation).operationId),
    method: method.toUpperCase(),
    template,
    consumes: Object.keys(at(operation, "requestBody", "content"))[0],
    requests: at(operation, "requestBody", "content", MEDIA_TYPE, "examples"),
    responses: at(operation, "responses"),
  })),
);

/**
 * Returns the named examples of an operation's response with a status, or of its `default` response. Empty when the
 * contract has neither.
 */
export function examplesOf(operation: Operation, status: number | string): ReadonlyMap<string, unknown> {
  const response = operation.responses[String(status)] ?? operation.responses.default;
  const examples = at(response, "content", MEDIA_TYPE, "examples");
  return new Map(Object.keys(examples).map((name) => [name, at(examples, name).value]));
}

/** Returns whether the contract names a status for an operation, apart from `default`. */
export function documents(operation: Operation, status: number): boolean {
  return String(status) in operation.responses;
}

/** An error in the vendor's envelope, from an example of the contract. */
export interface EnvelopeError {
  readonly code?: string | number;
  readonly message: string;
  readonly type?: string;
  readonly param?: string;
}

/**
 * Returns the code and type that the vendor documents for a status. An undocumented 4xx is an invalid request, any
 * other status an internal error. Some errors of GET requests differ: the contract names these examples `…_on_get`.
 */
export function documentedError(status: number, operation?: Operation): EnvelopeError {
  const examples =
    operation !== undefined && documents(operation, status) ? examplesOf(operation, status) : examplesOfStatus(status);
  const name = operation?.method === "GET" ? [...examples.keys()].find((key) => key.endsWith("_on_get")) : undefined;
  const value = name === undefined ? [...examples.values()][0] : examples.get(name);
  return at(value, "error") as unknown as EnvelopeError;
}

/**
 * Returns the first operation that documents a status. Undocumented statuses share one response for each class.
 */
function examplesOfStatus(status: number): ReadonlyMap<string, unknown> {
  const fallback = status < 500 ? 400 : 500;
  const [first] = operations.filter((operation) => documents(operation, fallback));
  return first === undefined ? new Map<string, unknown>() : examplesOf(first, fallback);
}

const createOperation = operations.find(({ id }) => id === "createVideoGeneration");
const [created] = createOperation === undefined ? [] : examplesOf(createOperation, 200).values();

/**
 * The contract's example of a new task. Tasks take every value from it that the sandbox does not compute.
 */
export const exampleTask = created as Task &
  Required<Pick<Task, "created" | "model" | "object" | "type" | "task_info" | "usage">>;

/** Path of the create request, and the contract's first example of it. */
export const exampleCreateRequest = {
  path: createOperation?.template ?? "",
  body: at(Object.values(createOperation?.requests ?? {})[0]).value,
};

/** What every task id begins with, from the pattern of the path parameter. */
export const taskIdPrefix = String(at(document, "components", "parameters", "TaskId", "schema").pattern).replace(
  /^\^/,
  "",
);

/** Longest callback URL, in characters. */
export const callbackUrlMaxLength = Number(at(document, "components", "schemas", "CallbackUrl").maxLength);

/** The shapes of a video, in the order of the contract. */
export const aspectRatios = at(
  document,
  "components",
  "schemas",
  "VideoGenerationRequest",
  "properties",
  "aspect_ratio",
).enum as readonly string[];
