// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.

/** One broken rule, as ajv reports it. */
export interface Violation {
  /** JSON pointer to the value. */
  readonly instancePath: string;
  /** Pointer to the keyword in the schema. */
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Tells whether a value fits; `errors` holds what the last call found. */
export interface Validator<T> {
  (value: unknown): value is T;
  errors: readonly Violation[] | null;
}
