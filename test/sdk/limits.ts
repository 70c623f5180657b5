import { at, readContract, type Json } from "../../scripts/generate/contract.ts";

/** Returns the schema of a field of the request, so that tests read its limits from the contract. */
export function field(name: string): Json {
  return at(readContract(), "components", "schemas", "VideoGenerationRequest", "properties", name);
}

/** The longest duration that the contract allows, in seconds. */
export const longest = Number(field("duration").maximum);

/** The shortest duration that the contract allows, in seconds. */
export const shortest = Number(field("duration").minimum);
