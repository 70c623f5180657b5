// Generated from openapi/openapi.yaml by `npm run generate`.
// Do not edit: change the contract, then run the command again.

import type { components } from "../types.ts";
import type { ResponseValidator } from "./runtime.js";

/** Validates a value against `TaskCallback` of the contract. */
export declare const validateTaskCallback: ResponseValidator<components["schemas"]["TaskCallback"]>;
