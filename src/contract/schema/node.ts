import { type JsonObject } from "../../shared/json.ts";

/** Says whether a value is valid. */
export type Validate = (value: unknown) => boolean;

/** A part of a document that cannot be read; the rest is not affected. */
export interface Problem {
  /** JSON pointer of the place. */
  readonly pointer: string;
  /** The ignored keyword; empty when the whole schema cannot be read. */
  readonly keyword: string;
  readonly reason: string;
}

/** A schema for evaluation: with keywords that constrain values, without those that cannot be read. */
export interface SchemaNode {
  /**
   * Identifies the schema with its dynamic scope; the pointer when no `$dynamicRef` is involved.
   */
  readonly key: string;
  /** JSON pointer of the schema in the document. */
  readonly pointer: string;
  readonly schema: boolean | JsonObject;
  /** The schema in the document, with its annotations. */
  readonly raw: JsonObject;
  /** Where `$dynamicRef` leads from here: pointers by anchor (2020-12 core, section 8.2.3.2). */
  readonly scope: Scope;
  readonly problems: readonly Problem[];
  /** Whether the whole schema cannot be read, so that it may reject any value. */
  readonly isOpaque: boolean;
  /** Whether the property must be omitted in this direction: `readOnly` in a request, `writeOnly` in a response. */
  readonly isOmitted: boolean;
}

/** Pointers of dynamic anchors by their names. */
export type Scope = ReadonlyMap<string, string>;
