import { type JsonObject } from "../../shared/json.ts";

/** Says whether a value is valid. */
export type Validate = (value: unknown) => boolean;

/** Something in a document that cannot be read; it costs only its own place. */
export interface Problem {
  /** JSON pointer of the place. */
  readonly pointer: string;
  /** The keyword that is left out, or empty when a whole schema cannot be read. */
  readonly keyword: string;
  readonly reason: string;
}

/** A schema as it is evaluated: with the keywords that constrain values, without any that cannot be read. */
export interface SchemaNode {
  /**
   * Names the schema together with the dynamic scope that it is met in; the pointer, where `$dynamicRef` plays no part.
   */
  readonly key: string;
  /** JSON pointer of the schema in the document. */
  readonly pointer: string;
  readonly schema: boolean | JsonObject;
  /** The schema as the document has it, with its annotations. */
  readonly raw: JsonObject;
  /** Where `$dynamicRef` leads from here: pointers by anchor (2020-12 core, section 8.2.3.2). */
  readonly scope: Scope;
  readonly problems: readonly Problem[];
  /** True for a schema that cannot be read as a whole, so that it may reject more than is known. */
  readonly isOpaque: boolean;
  /** True for a property that does not belong in this direction: `readOnly` in a request, `writeOnly` in a response. */
  readonly isOmitted: boolean;
}

/** Pointers of dynamic anchors by their names. */
export type Scope = ReadonlyMap<string, string>;
