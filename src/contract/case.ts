/** What is expected of a case: accepted or rejected. */
export type Side = "accepted" | "refused";

/**
 * Where a value stands in an operation: a request's part, the answer of a status (`response:200`), or a callback's
 * payload.
 */
export type Location = "body" | "path" | "query" | "header" | "cookie" | "callback" | `response:${string}`;

/** A constraint as one operation meets it. */
export interface ConstraintRef {
  /**
   * Method and path, such as `POST /v1/videos`. A callback goes by the operation that causes it, a webhook by its own
   * name.
   */
  readonly operation: string;
  /** The part of the operation. */
  readonly location: Location;
  /**
   * JSON pointer (RFC 6901) of the schema object that holds the keyword, at the place in the document where that schema
   * is written, after all references. For `required` of a parameter or a request body: the pointer of that OpenAPI
   * object.
   */
  readonly pointer: string;
  /** The JSON Schema keyword, or `required` of a parameter or a request body. */
  readonly keyword: string;
}

/** One value for one part of an operation, on one side of one constraint. */
export interface ContractCase extends ConstraintRef {
  /** Whether the contract accepts the value. */
  readonly valid: boolean;
  /**
   * The whole body, answer or payload; for a parameter or a header, its own value; undefined for one that is left out.
   */
  readonly value: unknown;
  /** What is special about the value. */
  readonly why: string;
  /** JSON pointer of the schema that validates the whole value; for a missing value, of the object that requires it. */
  readonly root: string;
  /** The media type of a body, answer or payload. */
  readonly mediaType?: string;
  /** The parameter that the value is for. */
  readonly parameter?: string;
  /** The header of an answer that the value is for. */
  readonly header?: string;
  /** How to send it; absent for responses and callbacks. */
  readonly request?: RequestPlan;
  /** The plain and valid request of the operation, of which the case changes one part. */
  readonly control?: RequestPlan;
}

/** One request, or the reason why HTTP cannot carry the value. */
export type RequestPlan = SendableRequest | { readonly unsendable: string };

/** A request without its server: everything but the part under test is plain and valid. */
export interface SendableRequest {
  /** The HTTP method, in upper case. */
  readonly method: string;
  /** The path with its parameters filled in and percent-encoded. */
  readonly path: string;
  /** The names and texts of the path's parameters, before they were encoded. */
  readonly pathParameters?: Readonly<Record<string, string>>;
  /** The path with its parameters in braces, as the document has it. */
  readonly template?: string;
  /** The parameters of the query, in order, before they are encoded. */
  readonly query: readonly (readonly [name: string, text: string])[];
  /** The headers, by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it is sent. */
  readonly body?: string;
}

/** Whether one side of one constraint is shown by a case. */
export interface CoverageRow extends ConstraintRef {
  /** The side of the constraint. */
  readonly side: Side;
  /** Whether a case shows it. */
  readonly covered: boolean;
  /** Why it is not covered, or what a covering case cannot help doing besides; empty when there is nothing to say. */
  readonly reason: string;
}

/** What is derived from a document. */
export interface Derivation {
  /** The cases, in the order of the document. */
  readonly cases: readonly ContractCase[];
  /** Both sides of every constraint, with a case or a reason. */
  readonly coverage: readonly CoverageRow[];
  /** What could not be read; each costs only its own place. */
  readonly problems: readonly DocumentProblem[];
}

/** A place of the document that could not be read. */
export interface DocumentProblem {
  /** JSON pointer of the place. */
  readonly pointer: string;
  /** What is wrong there. */
  readonly reason: string;
}
