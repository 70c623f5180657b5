// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.
import type { components } from "../types.ts";
import type { Validator } from "./validator.ts";

export declare const validate: Validator<components["schemas"]["ErrorEnvelope"]>;

/** The rules in words, by the schema path of the node that they explain. */
export declare const rules: Readonly<Record<string, string>>;
