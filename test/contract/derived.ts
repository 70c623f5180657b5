import { deriveCases, type Derivation } from "../../src/contract/index.ts";
import { contract } from "./schema-validators.ts";

/** The derivation of the contract, made once for all files that a worker runs. */
export const derived: Derivation = deriveCases(contract);
