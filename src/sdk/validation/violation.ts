/** One place where a value does not match the contract. */
export interface Violation {
  /** JSON pointer (RFC 6901) to the value, empty for the whole. A missing property is pointed at where it should be. */
  readonly pointer: string;
  /** The JSON Schema keyword (2020-12), or the name of a semantic rule. */
  readonly keyword: string;
  /** What the rule allows: the bound, the list of values, the type. */
  readonly limit: unknown;
  /** The value as JSON, cut after 80 characters, URLs without their queries; undefined when it is missing. */
  readonly value: string | undefined;
  /** The whole violation in one line. */
  readonly message: string;
}
