// Generated from openapi/openapi.yaml by `npm run generate`.
// Do not edit: change the contract, then run the command again.

/** A violation as ajv reports it (`ErrorObject` without a message). */
export interface ValidationError {
  /** JSON pointer (RFC 6901) to the value; for a missing or unknown property, to the object. */
  readonly instancePath: string;
  /** JSON pointer to the keyword, within the schema. */
  readonly schemaPath: string;
  readonly keyword: string;
  /** The value of the keyword, or the name of a missing or unknown property. */
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Returns whether a value is valid, and sets `errors` to the violations. Each loop over items or properties ends
 * after 20 violations, so that huge invalid values are rejected fast.
 */
export interface Validator<T> {
  (value: unknown): value is T;
  errors?: readonly ValidationError[] | null;
  /** Rules as sentences, where the keyword does not explain them, by the JSON pointer of their schema. */
  readonly rules?: Readonly<Record<string, string>>;
}

/** A validator of a response: responses allow unknown members. */
export interface ResponseValidator<T> extends Validator<T> {
  /** Rejects members that the contract does not name, and nothing else. */
  readonly closed: Validator<unknown>;
}

/** Counts the characters (Unicode code points) of a string. */
export declare function ucs2length(text: string): number;
