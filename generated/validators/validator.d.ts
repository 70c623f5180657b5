// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.

/** One broken rule. */
export interface Violation {
  /** The JSON Schema keyword (2020-12). */
  readonly keyword: string;
  /** JSON pointer (RFC 6901) to the value that was judged. */
  readonly pointer: string;
  /** What the rule allows: the bound, the list of values, the type. Of `required` and `additionalProperties` the member. */
  readonly detail?: unknown;
  /** The rule in words, where the contract has them. */
  readonly words?: string;
}

/** Tells whether a value fits; `errors` holds what the last call found. */
export interface Validator<T> {
  (value: unknown): value is T;
  readonly errors?: readonly Violation[];
}
