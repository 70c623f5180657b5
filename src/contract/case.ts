/** The expected result of a case. */
export type Side = "accepted" | "refused";

/**
 * The place of a value in an operation: a part of the request, the response with a status (`response:200`), or the
 * payload of a callback.
 */
export type Location = "body" | "path" | "query" | "header" | "cookie" | "callback" | `response:${string}`;

/** A constraint that applies to an operation. */
export interface ConstraintRef {
  /**
   * Method and path, such as `POST /v1/videos`. A callback has the name of the operation that causes it, a webhook its
   * own name.
   */
  readonly operation: string;
  /** The part of the operation. */
  readonly location: Location;
  /**
   * JSON pointer (RFC 6901) of the schema object with the keyword, after all references. For `required` of a parameter
   * or a request body: the pointer of that OpenAPI object.
   */
  readonly pointer: string;
  /** The JSON Schema keyword, or `required` of a parameter or a request body. */
  readonly keyword: string;
}

/** A value for a part of an operation, on one side of a constraint. */
export interface ContractCase extends ConstraintRef {
  /** Whether the contract accepts the value. */
  readonly valid: boolean;
  /**
   * The whole body of a request, response or callback, or the value of a parameter or header. Undefined when it is
   * missing.
   */
  readonly value: unknown;
  /** What distinguishes the value, in words. */
  readonly why: string;
  /** JSON pointer of the schema that validates the whole value; for a missing value, of the object that requires it. */
  readonly root: string;
  /** The media type of the body of a request, response or callback. */
  readonly mediaType?: string;
  /** The parameter that the value is for. */
  readonly parameter?: string;
  /** The response header that the value is for. */
  readonly header?: string;
  /** The request that carries the value; absent for responses and callbacks. */
  readonly request?: RequestPlan;
  /** The simplest valid request of the operation; the case changes one part of it. */
  readonly control?: RequestPlan;
}

/** A request, or the reason why HTTP cannot carry the value. */
export type RequestPlan = SendableRequest | { readonly unsendable: string };

/** A request without its server. Everything but the part under test is simple and valid. */
export interface SendableRequest {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The path with its parameters filled in and percent-encoded. */
  readonly path: string;
  /** Names and values of the path parameters, before encoding. */
  readonly pathParameters?: Readonly<Record<string, string>>;
  /** The path template of the document, with parameters in braces. */
  readonly template?: string;
  /** The parameters of the query, in order, before they are encoded. */
  readonly query: readonly (readonly [name: string, text: string])[];
  /** The headers, by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The serialized body. */
  readonly body?: string;
}

/** Whether a case covers one side of a constraint. */
export interface CoverageRow extends ConstraintRef {
  /** The side of the constraint. */
  readonly side: Side;
  /** Whether a case shows it. */
  readonly covered: boolean;
  /** Why it is not covered, or which other constraints the covering case also violates; otherwise empty. */
  readonly reason: string;
}

/** The cases and the coverage of a document. */
export interface Derivation {
  /** The cases, in the order of the document. */
  readonly cases: readonly ContractCase[];
  /** Both sides of every constraint, with a case or a reason. */
  readonly coverage: readonly CoverageRow[];
  /** Parts that could not be read; the rest of the document is not affected. */
  readonly problems: readonly DocumentProblem[];
}

/** A place of the document that could not be read. */
export interface DocumentProblem {
  /** JSON pointer of the place. */
  readonly pointer: string;
  /** What is wrong there. */
  readonly reason: string;
}
