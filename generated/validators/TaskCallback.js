// Generated from openapi/openapi.yaml by `npm run generate`.
// Do not edit: change the contract, then run the command again.

export { validateTask as validateTaskCallback } from "./Task.js";
