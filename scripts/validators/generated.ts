import { readdirSync } from "node:fs";
import type { ResponseValidator, Validator } from "../../generated/validators/runtime.js";
import type { ContractCase } from "../../src/contract/index.ts";
import { UNLISTED } from "../../src/contract/keywords/properties.ts";
import { findDrift, validate } from "../../src/sdk/validation/validate.ts";
import type { Violation } from "../../src/sdk/validation/violation.ts";
import { valueAt } from "../../src/shared/json-pointer.ts";
import { at, type Json } from "../generate/contract.ts";

const FOLDER = new URL("../../generated/validators/", import.meta.url);

/** Returns the name of the component schema or parameter that validates a case. */
export function schemaNameOf(document: Json, { root }: ContractCase): string {
  const { $ref } = at(valueAt(document, root));
  const name = /components\/(?:schemas|parameters)\/(\w+)/.exec(typeof $ref === "string" ? $ref : root)?.[1] ?? "";
  const target = at(document, "components", "schemas", name).$ref;
  return typeof target === "string" ? target.replace("#/components/schemas/", "") : name;
}

/** Returns why no generated validator applies to a case; undefined when one does. */
export function whyNotValidated({ value, header }: ContractCase): string | undefined {
  // Whether a body or parameter is `required` is checked by HTTP servers, not by schemas.
  if (value === undefined) return "there is no value to validate";
  return header === undefined ? undefined : "no validator is generated for response headers";
}

/** The generated validators, by the names of their schemas. */
const validators: ReadonlyMap<string, Validator<unknown>> = new Map(
  await Promise.all(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith(".js") && file !== "runtime.js")
      .map(async (file): Promise<[string, Validator<unknown>]> => {
        const name = file.replace(/\.js$/, "");
        const module = (await import(new URL(file, FOLDER).href)) as Readonly<Record<string, Validator<unknown>>>;
        const validator = module[`validate${name}`];
        if (validator === undefined) throw new Error(`generated/validators/${file} does not export validate${name}`);
        return [name, validator];
      }),
  ),
);

/** Names of the schemas that have a validator. */
export const validatedNames: readonly string[] = [...validators.keys()];

/** Returns the generated validator of a component schema or parameter. Throws when there is none. */
export function validatorNamed(name: string): Validator<unknown> {
  const validator = validators.get(name);
  if (validator === undefined) throw new Error(`generated/validators has no ${name}`);
  return validator;
}

/** Validates a value with the validator of a component schema or parameter. Throws when there is none of that name. */
export function violationsOf(name: string, value: unknown): readonly Violation[] {
  return validate(validatorNamed(name), value);
}

/** Returns whether the generated validator accepts the value of a case. Throws when there is no such validator. */
export function acceptedBySchema(document: Json, one: ContractCase): boolean {
  return violationsOf(schemaNameOf(document, one), one.value).length === 0;
}

/** Returns whether the generated validator decides as a case expects. Throws when there is no such validator. */
export function agreesWithCase(document: Json, one: ContractCase): boolean {
  const validator = validatorNamed(schemaNameOf(document, one));
  const reported =
    "closed" in validator
      ? findDrift(validator as ResponseValidator<unknown>, one.value)
      : validate(validator, one.value);
  return validator(one.value) === one.valid && reportsTheKeyword(one, reported);
}

/**
 * Returns whether the violations are the right ones. A rejected value needs a violation of the case's keyword; an
 * accepted value has none, except for an unlisted property. A property that is missing or of the wrong type has no
 * further violation. An applicator keyword, and a keyword in a condition or a branch, may be reported by a keyword
 * below it.
 */
function reportsTheKeyword({ valid, keyword, pointer, why }: ContractCase, reported: readonly Violation[]): boolean {
  if (valid) return reported.map((rule) => rule.keyword).join() === (why === UNLISTED ? "field" : "");
  const final = reported.filter((rule) => rule.keyword === "required" || rule.keyword === "type");
  const isNamed =
    APPLICATORS.test(keyword) || BRANCH.test(pointer) || reported.some((rule) => rule.keyword === keyword);
  return (
    reported.length > 0 &&
    isNamed &&
    !reported.some((rule) => final.some((other) => other !== rule && other.pointer === rule.pointer))
  );
}

const APPLICATORS = /^(properties|items|\$ref|allOf|anyOf|oneOf|if|then|else)$/;
const BRANCH = /\/(if|then|else|not|anyOf\/\d+|oneOf\/\d+)(\/|$)/;
