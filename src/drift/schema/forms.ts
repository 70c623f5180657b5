import type { Json } from "../../openapi/json.ts";
import type { Budget } from "../budget.ts";
import type { Schema, Scope } from "../scope.ts";
import type { Conjunction, NormalForm } from "./record.ts";

/** The normal forms of schemas, and what is known of them. */
export interface Forms {
  /** Where references lead. */
  readonly scope: Scope;
  /** Counts the work. */
  readonly budget: Budget;
  /**
   * Which schemas are known to include which, by their keys: strictly, and with new optional properties of an open
   * request.
   */
  readonly proved: Readonly<Record<"strict" | "lenient", Map<string, boolean>>>;
  /** Which schemas are known to share no value, by their keys. */
  readonly apart: Map<string, boolean>;
  /** True while a form is being made, so that what is found now may not be kept. */
  readonly busy: boolean;
  /** Returns a text that is the same for the same schemas, whatever their order. */
  key(schemas: Conjunction): string;
  /**
   * Returns the normal form of schemas that hold together. A form that is still being made looks like its schema as
   * written.
   */
  of(schemas: Conjunction): NormalForm;
  /** Returns whether schemas that hold together accept a value. */
  accepts(schemas: Conjunction, value: Json): boolean;
  /** Returns whether ajv finds a value valid. */
  isValid(schema: Schema, value: Json): boolean;
}
