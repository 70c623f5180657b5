import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { at, readContract, type Json, type Operation } from "../../scripts/generate/contract.ts";
import { answersOf, examplesOf as namedExamples, type DocumentedAnswer } from "../../scripts/surface/documented.ts";
import { pathOf as examplePath } from "../../scripts/surface/traffic.ts";

/** The contract, read from its source and not from anything generated. */
export const contract: Json = readContract();

/**
 * Validators of their own, apart from the generated ones: ajv for JSON Schema 2020-12 with formats, on the contract
 * itself.
 */
const ajv = new Ajv2020({ strict: false, strictNumbers: true, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "contract", ...contract });

/** The validator of a component schema or parameter, compiled once. Throws when there is none of that name. */
export function schemaValidator(name: string): ValidateFunction {
  const validate =
    ajv.getSchema(`contract#/components/schemas/${name}`) ??
    ajv.getSchema(`contract#/components/parameters/${name}/schema`);
  if (validate === undefined) throw new Error(`the contract has no schema ${name}`);
  return validate;
}

/** The validator of a schema that is not the contract's. */
export const validatorOf = (schema: object): ValidateFunction => ajv.compile(schema);

/** One documented answer of an operation, with the name of its schema. */
export interface Answer extends DocumentedAnswer {
  readonly schema: string;
}

/** Every documented answer of every operation. */
export function answers(): Answer[] {
  return answersOf(contract).map((answer) => ({
    ...answer,
    schema: String(at(answer.media, "schema").$ref).replace("#/components/schemas/", ""),
  }));
}

/** The named examples of a media type. */
export const examplesOf = (media: Json): readonly (readonly [string, unknown])[] => namedExamples(contract, media);

/** A valid path of an operation. */
export const pathOf = (operation: Operation): string => examplePath(contract, operation);
