import type { Json } from "../../openapi/json.ts";
import type { Budget } from "../budget.ts";
import type { Schema, Scope } from "../scope.ts";
import type { Conjunction, NormalForm } from "./record.ts";

/** Normal forms of schemas, with cached results about them. */
export interface Forms {
  /** Resolves references. */
  readonly scope: Scope;
  /** Counts the work. */
  readonly budget: Budget;
  /**
   * Proved inclusions of schemas, by their keys: strict ones, and those that allow new optional properties of an open
   * request.
   */
  readonly proved: Readonly<Record<"strict" | "lenient", Map<string, boolean>>>;
  /** Schemas that provably have no value in common, by their keys. */
  readonly apart: Map<string, boolean>;
  /** Whether a form is being built: results are not cached meanwhile. */
  readonly busy: boolean;
  /** Returns a key that is equal for equal schemas in any order. */
  key(schemas: Conjunction): string;
  /**
   * Returns the normal form of the conjunction of schemas. While it is being built, the form is the schema as written.
   */
  of(schemas: Conjunction): NormalForm;
  /** Returns whether the conjunction of schemas accepts a value. */
  accepts(schemas: Conjunction, value: Json): boolean;
  /** Returns whether ajv finds a value valid. */
  isValid(schema: Schema, value: Json): boolean;
}
