import { readdirSync } from "node:fs";
import type { ResponseValidator, Validator } from "../../generated/validators/runtime.js";
import type { ContractCase } from "../../src/contract/index.ts";
import { UNLISTED } from "../../src/contract/keywords/properties.ts";
import { valueAt } from "../../src/contract/schema/pointer.ts";
import { findDrift, validate } from "../../src/sdk/validation/validate.ts";
import type { Violation } from "../../src/sdk/validation/violation.ts";
import { at, type Json } from "../generate/contract.ts";

const FOLDER = new URL("../../generated/validators/", import.meta.url);

/**
 * The name of the component schema or parameter that a case is validated by, and that its generated schema is named
 * after.
 */
export function schemaNameOf(document: Json, { root }: ContractCase): string {
  const { $ref } = at(valueAt(document, root));
  const name = /components\/(?:schemas|parameters)\/(\w+)/.exec(typeof $ref === "string" ? $ref : root)?.[1] ?? "";
  const target = at(document, "components", "schemas", name).$ref;
  return typeof target === "string" ? target.replace("#/components/schemas/", "") : name;
}

/** Why no generated schema validates a case; undefined when one does. */
export function notValidated({ value, header }: ContractCase): string | undefined {
  // `required` of a request body or a parameter is a matter of HTTP.
  if (value === undefined) return "what is missing is no value to validate";
  return header === undefined ? undefined : "no schema is generated for a header of an answer";
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

/** The violations of a value by a component schema or parameter. Throws when there is no validator of that name. */
export function violationsOf(name: string, value: unknown): readonly Violation[] {
  return validate(validatorNamed(name), value);
}

/** Whether the generated validator accepts the value of a case. Throws when there is no such validator. */
export function acceptedBySchema(document: Json, one: ContractCase): boolean {
  return violationsOf(schemaNameOf(document, one), one.value).length === 0;
}

/** Whether the generated validator agrees with a case. Throws when there is no such validator. */
export function isValidatedRightly(document: Json, one: ContractCase): boolean {
  const validator = validatorNamed(schemaNameOf(document, one));
  const reported =
    "closed" in validator
      ? findDrift(validator as ResponseValidator<unknown>, one.value)
      : validate(validator, one.value);
  return validator(one.value) === one.valid && isReportedRightly(one, reported);
}

/**
 * Whether a refusal names the keyword that is broken, and acceptance nothing but the property that is new. Of a
 * property that is missing or of the wrong type nothing else is reported. A keyword that hands on to others, or stands
 * in a condition or a branch, is reported by what it leads to.
 */
function isReportedRightly({ valid, keyword, pointer, why }: ContractCase, reported: readonly Violation[]): boolean {
  if (valid) return reported.map((rule) => rule.keyword).join() === (why === UNLISTED ? "field" : "");
  const final = reported.filter((rule) => rule.keyword === "required" || rule.keyword === "type");
  const isNamed = HANDS_ON.test(keyword) || BRANCH.test(pointer) || reported.some((rule) => rule.keyword === keyword);
  return (
    reported.length > 0 &&
    isNamed &&
    !reported.some((rule) => final.some((other) => other !== rule && other.pointer === rule.pointer))
  );
}

const HANDS_ON = /^(properties|items|\$ref|allOf|anyOf|oneOf|if|then|else)$/;
const BRANCH = /\/(if|then|else|not|anyOf\/\d+|oneOf\/\d+)(\/|$)/;
