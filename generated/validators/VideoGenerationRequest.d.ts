// Generated from openapi/openapi.yaml by `npm run generate`. Do not edit: change the contract, then run the command again.
import type { components } from "../types.ts";
import type { Validator } from "./validator.ts";

export declare const validate: Validator<components["schemas"]["VideoGenerationRequest"]>;
