import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { at, readContract, type Json, type Operation } from "../../scripts/generate/contract.ts";
import {
  examplesOf as namedExamples,
  responsesOf,
  type DocumentedResponse,
} from "../../scripts/coverage/documented.ts";
import { pathOf as examplePath } from "../../scripts/coverage/exchanges.ts";

/** The contract, read from `openapi.yaml` and not from generated files. */
export const contract: Json = readContract();

/** Validators independent of the generated ones: ajv compiles the contract's JSON Schema 2020-12, with formats. */
const ajv = new Ajv2020({ strict: false, strictNumbers: true, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "contract", ...contract });

/** Returns the validator of a component schema or parameter, compiled once. Throws when there is none of that name. */
export function schemaValidator(name: string): ValidateFunction {
  const validate =
    ajv.getSchema(`contract#/components/schemas/${name}`) ??
    ajv.getSchema(`contract#/components/parameters/${name}/schema`);
  if (validate === undefined) throw new Error(`the contract has no schema ${name}`);
  return validate;
}

/** Returns in which respects a value does not match a schema or parameter of the contract. */
export function violationsOf(name: string, value: unknown): string[] {
  const validate = schemaValidator(name);
  return validate(value) ? [] : (validate.errors ?? []).map((error) => ajv.errorsText([error]));
}

/** Compiles a validator of a schema outside the contract. */
export const validatorOf = (schema: object): ValidateFunction => ajv.compile(schema);

/** A documented response of an operation, with the name of its schema. */
export interface NamedResponse extends DocumentedResponse {
  readonly schema: string;
}

/** Returns every documented response of every operation. */
export function responses(): NamedResponse[] {
  return responsesOf(contract).map((response) => ({
    ...response,
    schema: String(at(response.media, "schema").$ref).replace("#/components/schemas/", ""),
  }));
}

/** Returns the named examples of a media type. */
export const examplesOf = (media: Json): readonly (readonly [string, unknown])[] => namedExamples(contract, media);

/** Returns a valid path of an operation. */
export const pathOf = (operation: Operation): string => examplePath(contract, operation);
