import type { ErrorObject } from "ajv/dist/2020.js";
import { isArray, type Json } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { append, valueAt, segments } from "../../openapi/json-pointer.ts";
import type { Schema } from "../scope.ts";
import { bundle } from "../schema/bundle.ts";
import type { Forms } from "../schema/forms.ts";
import { declaredNames, itemOf, memberOf, type Conjunction } from "../schema/record.ts";
import { compile } from "../schema/validators.ts";

/** A difference between a body and its schema. */
export interface Mismatch {
  readonly kind: "field" | "value" | "shape";
  /** JSON pointer into the body, `*` for every item of an array. */
  readonly place: string;
  readonly message: string;
  readonly sample: Json;
  readonly member: string;
}

/** Validates bodies against a schema. */
export class Shapes {
  readonly #forms: Forms;
  readonly #schema: Schema;
  readonly #validate;

  constructor(forms: Forms, schema: Schema) {
    this.#forms = forms;
    this.#schema = schema;
    this.#validate = compile(bundle(forms.scope, schema));
  }

  /** Returns whether the schema accepts a body. */
  accepts(body: Json): boolean {
    return this.#validate(body);
  }

  /** Returns the values of a body that the schema does not describe or rejects. */
  mismatches(body: Json): Mismatch[] {
    const isValid = this.#validate(body);
    const errors = isValid
      ? []
      : (this.#validate.errors ?? []).filter(({ keyword }) => !["anyOf", "oneOf", "allOf", "if"].includes(keyword));
    return [...errors.map((error) => violation(error, body)), ...this.#unknownFields([this.#schema], body, "")];
  }

  #unknownFields(schemas: Conjunction, value: Json, place: string): Mismatch[] {
    const form = this.#forms.of(schemas);
    if (isArray(value)) {
      const terms = form.filter((term) => term.kind === "array");
      return value.flatMap((item, index) =>
        (terms.length === 1 ? terms : []).flatMap((term) =>
          this.#unknownFields(itemOf(term, index), item, `${place}/*`),
        ),
      );
    }
    if (!isObject(value)) return [];
    const terms = form.filter((term) => term.kind === "object");
    const names = new Set(terms.flatMap((term) => [...declaredNames(term)]));
    return Object.entries(value).flatMap(([name, member]): Mismatch[] => {
      const described = terms.flatMap((term) => memberOf(term, name));
      const inner = terms.length === 1 ? described : [];
      if (names.has(name) || described.length > 0 || names.size === 0)
        return inner.length === 0 ? [] : this.#unknownFields(inner, member, append(place, name));
      return [
        {
          kind: "field",
          place: append(place, name),
          message: "the contract does not describe this field",
          sample: member,
          member: name,
        },
      ];
    });
  }
}

function violation(error: ErrorObject, body: Json): Mismatch {
  const path = segments(error.instancePath);
  const extra = error.keyword === "additionalProperties" || error.keyword === "unevaluatedProperties";
  const name = extra ? String(error.params.additionalProperty ?? error.params.unevaluatedProperty) : undefined;
  const place = (name === undefined ? path : [...path, name]).reduce(
    (where, segment) => append(where, /^\d+$/.test(segment) ? "*" : segment),
    "",
  );
  const value = valueAt(body, name === undefined ? error.instancePath : append(error.instancePath, name));
  const isValue = error.keyword === "enum" || error.keyword === "const";
  return {
    kind: isValue ? "value" : "shape",
    place,
    message: `${error.keyword}: ${error.message ?? "is not valid"}`,
    sample: value ?? null,
    member: name ?? path.filter((segment) => !/^\d+$/.test(segment)).at(-1) ?? "",
  };
}
