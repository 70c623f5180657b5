// Generated from openapi/openapi.yaml by `npm run generate`.
// Do not edit: change the contract, then run the command again.

import type { components } from "../types.ts";
import type { Validator } from "./runtime.js";

/** Validates a value against `TaskId` of the contract. */
export declare const validateTaskId: Validator<components["parameters"]["TaskId"]>;
