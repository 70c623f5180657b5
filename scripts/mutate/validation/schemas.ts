import type { Schema } from "../../../generated/schemas.ts";
import type { ContractCase } from "../../../src/contract/index.ts";
import { sitesOf } from "../../../src/contract/derive/sites.ts";
import { isObject, type JsonObject } from "../../../src/contract/schema/json.ts";
import { Oracle } from "../../../src/contract/schema/oracle.ts";
import { split } from "../../../src/contract/schema/pointer.ts";
import { Source } from "../../../src/contract/schema/source.ts";
import { World } from "../../../src/contract/schema/world.ts";
import type { Json } from "../../generate/contract.ts";
import { mapSchema } from "../../generate/schema.ts";
import { nameOf } from "../../generate/schemas.ts";
import { isJudgedRightly, judgedBy, schemaNamed, unjudged } from "../../judges/generated.ts";
import { equivalenceOf } from "../contract/equivalence.ts";
import { mutantsAt, type Mutant } from "../contract/operators.ts";
import type { Judgement } from "../judgement.ts";

/** The generated schemas by the names under which they are exported, with patterns as texts: a document of JSON Schemas. */
export function schemasAsDocument(names: readonly string[]): JsonObject {
  const text = JSON.stringify(
    Object.fromEntries(names.map((name) => [nameOf(name), schemaNamed(name)])),
    (_, value: unknown) => (value instanceof RegExp ? value.source.replaceAll("\\/", "/") : value),
  );
  return JSON.parse(text) as JsonObject;
}

/** A JSON Schema in the form that `src/sdk/validation/validate.ts` judges by. */
export function asGenerated(schema: unknown): Schema {
  return mapSchema(schema as Json, (node) =>
    typeof node.pattern === "string" ? { ...node, pattern: new RegExp(node.pattern, "u") } : node,
  );
}

/** Every mutant of the generated schemas. What becomes a keyword that `src/sdk/validation/validate.ts` does not judge by is none. */
export function schemaMutants(document: JsonObject): readonly Mutant[] {
  const source = new Source(document);
  const world = new World(source, new Oracle(document));
  const sites = Object.keys(document).flatMap((name) => sitesOf(world, source.node(`/${name}`)));
  const mutants = sites.flatMap(({ node: { pointer, schema } }) =>
    isObject(schema) ? mutantsAt(document, pointer, schema) : [],
  );
  return mutants.filter(({ operator }) => !/^(made |no items)/.test(operator));
}

/** The cases that generated schemas judge, by the names under which those are exported. */
export function casesBySchema(
  contract: Json,
  cases: readonly ContractCase[],
): ReadonlyMap<string, readonly ContractCase[]> {
  const found = new Map<string, ContractCase[]>();
  for (const one of cases.filter((candidate) => unjudged(candidate) === undefined)) {
    const name = nameOf(judgedBy(contract, one));
    found.set(name, [...(found.get(name) ?? []), one]);
  }
  return found;
}

/** Judges one mutant of a schema by its cases; only one that none of them notices is asked for equivalence. */
export function schemaJudgement(
  contract: Json,
  document: JsonObject,
  mutant: Mutant,
  cases: ReadonlyMap<string, readonly ContractCase[]>,
): Judgement {
  const { pointer, keyword, operator } = mutant;
  const about = { pointer, keyword, operator };
  const [name = ""] = split(pointer);
  const own = cases.get(name) ?? [];
  const noticed = firstMisjudged(contract, asGenerated(mutant.document[name]), own);
  if (noticed !== undefined) return { ...about, outcome: "noticed", reason: noticed };
  const form = equivalenceOf(document, mutant, [`/${name}`]);
  if (form !== undefined) return { ...about, outcome: "equivalent", reason: `normal form: ${form}` };
  return { ...about, outcome: "survived", reason: `none of ${own.length} cases is judged otherwise` };
}

function firstMisjudged(contract: Json, schema: Schema, cases: readonly ContractCase[]): string | undefined {
  try {
    const found = cases.find((one) => !isJudgedRightly(contract, one, schema));
    return found && `${found.operation} ${found.location}: ${found.why}`;
  } catch (error) {
    return `the schema cannot be judged by: ${String(error).slice(0, 100)}`;
  }
}
