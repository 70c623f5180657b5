// Generated from openapi/openapi.yaml by `npm run generate`.
// Do not edit: change the contract, then run the command again.

import type { components } from "../types.ts";
import type { ResponseValidator } from "./runtime.js";

/** Validates a value against `Credits` of the contract. */
export declare const validateCredits: ResponseValidator<components["schemas"]["Credits"]>;
