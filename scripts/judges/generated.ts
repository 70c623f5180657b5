import type { ContractCase } from "../../src/contract/index.ts";
import { check, valueAt, type BrokenRule, type Schema } from "../../src/validate.ts";
import { at, type Json } from "../generate/contract.ts";

/** The name of the component schema or parameter that a case is judged by, and that its generated validator has. */
function nameOf(document: Json, { root }: ContractCase): string {
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
  let schema = loaded.get(name);
  if (!schema) loaded.set(name, (schema = import(`../../generated/validators/${name}.js`) as Promise<Schema<unknown>>));
  return check(await schema, value);
}

const loaded = new Map<string, Promise<Schema<unknown>>>();

/** Whether the generated validator accepts the value of a case. Rejects when there is no such validator. */
export async function acceptedByValidator(document: Json, one: ContractCase): Promise<boolean> {
  return (await brokenRules(nameOf(document, one), one.value)).length === 0;
}
