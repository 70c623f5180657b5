import * as schemas from "../../generated/schemas.ts";
import type { ContractCase } from "../../src/contract/index.ts";
import { UNLISTED } from "../../src/contract/keywords/members.ts";
import { valueAt } from "../../src/contract/schema/pointer.ts";
import * as validation from "../../src/sdk/validation/validate.ts";
import type { Violation } from "../../src/sdk/validation/validate.ts";
import { at, type Json } from "../generate/contract.ts";
import { nameOf } from "../generate/schemas.ts";

/** The name of the component schema or parameter that a case is judged by, and that its generated schema is named after. */
export function judgedBy(document: Json, { root }: ContractCase): string {
  const { $ref } = at(valueAt(document, root));
  const name = /components\/(?:schemas|parameters)\/(\w+)/.exec(typeof $ref === "string" ? $ref : root)?.[1] ?? "";
  const target = at(document, "components", "schemas", name).$ref;
  return typeof target === "string" ? target.replace("#/components/schemas/", "") : name;
}

/** Why no generated schema judges a case; undefined when one does. */
export function unjudged({ value, header }: ContractCase): string | undefined {
  // `required` of a request body or a parameter is a matter of HTTP.
  if (value === undefined) return "what is missing is no value to judge";
  return header === undefined ? undefined : "no schema is generated for a header of an answer";
}

/** The generated schema of a component schema or parameter. Throws when there is none. */
export function schemaNamed(name: string): schemas.Schema {
  const schema = (schemas as Readonly<Record<string, unknown>>)[nameOf(name)] as schemas.Schema | undefined;
  if (schema === undefined) throw new Error(`generated/schemas.ts has no ${nameOf(name)}`);
  return schema;
}

/** The rules of a component schema or parameter that a value breaks. Throws when there is no generated schema of that name. */
export function violationsOf(name: string, value: unknown): readonly Violation[] {
  return validation.validate(schemaNamed(name), value);
}

/** Whether the generated schema accepts the value of a case. Throws when there is no such schema. */
export function acceptedBySchema(document: Json, one: ContractCase): boolean {
  return violationsOf(judgedBy(document, one), one.value).length === 0;
}

/** The code that judges values by schemas: `src/sdk/validation/validate.ts`, or a mutant of it. */
export type Judging = Pick<typeof validation, "validate" | "findDrift">;

/** Whether the generated schema, or another one, judges a case as it says. Throws when there is no such schema. */
export function isJudgedRightly(
  document: Json,
  one: ContractCase,
  schema = schemaNamed(judgedBy(document, one)),
  { validate, findDrift }: Judging = validation,
): boolean {
  return (validate(schema, one.value).length === 0) === one.valid && isToldRightly(one, findDrift(schema, one.value));
}

/**
 * Whether a refusal names the keyword that is broken, and acceptance nothing but the member that is new. Of a member that is
 * missing or of the wrong type nothing else is told. A keyword that hands on to others, or stands in a condition or a branch, is
 * told by what it leads to.
 */
export function isToldRightly({ valid, keyword, pointer, why }: ContractCase, told: readonly Violation[]): boolean {
  if (valid) return told.map((rule) => rule.keyword).join() === (why === UNLISTED ? "field" : "");
  const final = told.filter((rule) => rule.keyword === "required" || rule.keyword === "type");
  const isNamed = HANDS_ON.test(keyword) || BRANCH.test(pointer) || told.some((rule) => rule.keyword === keyword);
  return (
    told.length > 0 &&
    isNamed &&
    !told.some((rule) => final.some((other) => other !== rule && other.pointer === rule.pointer))
  );
}

const HANDS_ON = /^(properties|items|\$ref|allOf|anyOf|oneOf|if|then|else)$/;
const BRANCH = /\/(if|then|else|not|anyOf\/\d+|oneOf\/\d+)(\/|$)/;
