import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { at, operations, readContract, resolve, type Json, type Operation } from "../../scripts/generate/contract.ts";

/** The contract, read from its source and not from anything generated. */
export const contract: Json = readContract();

/** A judge of its own, apart from the generated validators: ajv for JSON Schema 2020-12 with formats, on the contract itself. */
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "contract", ...contract });

/** The judge of a component schema. */
export function schemaJudge(name: string): ValidateFunction {
  return ajv.compile({ $ref: `contract#/components/schemas/${name}` });
}

/** One documented answer of an operation. */
export interface Answer {
  readonly operation: Operation;
  /** A status, or `default`. */
  readonly status: string;
  readonly schema: string;
  /** Its named examples: name and value. */
  readonly examples: readonly (readonly [string, unknown])[];
}

/** Every documented answer of every operation. */
export function answers(): Answer[] {
  return operations(contract).flatMap((operation) =>
    Object.entries(at(operation.node, "responses")).map(([status, response]) => {
      const media = at(resolve(contract, at(response)), "content", "application/json");
      const schema = String(at(media, "schema").$ref).replace("#/components/schemas/", "");
      return { operation, status, schema, examples: examplesOf(media) };
    }),
  );
}

/** The named examples of a media type. */
export function examplesOf(media: Json): (readonly [string, unknown])[] {
  return Object.entries(at(media, "examples")).map(([name, example]) => [name, resolve(contract, at(example)).value] as const);
}

/** A valid path of an operation. */
export const pathOf = ({ path }: Operation): string => path.replace("{task_id}", "task-unified-1757169743-7cvnl5zw");
