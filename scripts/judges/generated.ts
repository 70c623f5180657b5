import type { Violation } from "../../generated/validators/validator.ts";
import type { ContractCase } from "../../src/contract/index.ts";
import { check, valueAt, type BrokenRule, type Schema } from "../../src/validate.ts";
import { at, type Json } from "../generate/contract.ts";

/** The name of the component schema or parameter that a case is judged by, and that its generated validator has. */
export function validatorOf(document: Json, { root }: ContractCase): string {
  const { $ref } = at(valueAt(document, root));
  const name = /components\/(?:schemas|parameters)\/(\w+)/.exec(typeof $ref === "string" ? $ref : root)?.[1] ?? "";
  const target = at(document, "components", "schemas", name).$ref;
  return typeof target === "string" ? target.replace("#/components/schemas/", "") : name;
}

/** Why no generated validator judges a case; undefined when one does. */
export function unjudged({ value, header }: ContractCase): string | undefined {
  // `required` of a request body or a parameter is a matter of HTTP.
  if (value === undefined) return "what is missing is no value to judge";
  return header === undefined ? undefined : "no validator is generated for a header of an answer";
}

/** The rules of a component schema or parameter that a value breaks. Rejects when there is no generated validator of that name. */
export async function brokenRules(name: string, value: unknown): Promise<readonly BrokenRule[]> {
  return check(await validatorNamed(name), value);
}

/** Whether the generated validator accepts the value of a case. Rejects when there is no such validator. */
export async function acceptedByValidator(document: Json, one: ContractCase): Promise<boolean> {
  return (await brokenRules(validatorOf(document, one), one.value)).length === 0;
}

/** Whether the generated validator judges a case as it says. Rejects when there is no such validator. */
export async function isJudgedRightly(document: Json, one: ContractCase): Promise<boolean> {
  const { validate } = await validatorNamed(validatorOf(document, one));
  const accepted = validate(one.value);
  return accepted === one.valid && isToldRightly(one, validate.errors ?? []);
}

/**
 * Whether a refusal names the keyword that is broken, and acceptance nothing. Of a member that is missing nothing else is told.
 * A keyword that hands on to others, or stands in a condition or a branch, is told by what it leads to.
 */
export function isToldRightly({ valid, keyword, pointer }: ContractCase, told: readonly Violation[]): boolean {
  if (valid) return told.length === 0;
  const missing = told.filter((violation) => violation.keyword === "required").map((violation) => `${violation.pointer}/${String(violation.detail)}`);
  const isNamed = HANDS_ON.test(keyword) || BRANCH.test(pointer) || told.some((violation) => violation.keyword === keyword);
  return told.length > 0 && isNamed && !told.some((violation) => missing.includes(violation.pointer));
}

const HANDS_ON = /^(properties|items|\$ref|allOf|anyOf|oneOf|if|then|else)$/;
const BRANCH = /\/(if|then|else|not|anyOf\/\d+|oneOf\/\d+)(\/|$)/;

const loaded = new Map<string, Promise<Schema<unknown>>>();

function validatorNamed(name: string): Promise<Schema<unknown>> {
  const known = loaded.get(name) ?? (import(`../../generated/validators/${name}.js`) as Promise<Schema<unknown>>);
  loaded.set(name, known);
  return known;
}
