import { contractFingerprint } from "../generated/constants.ts";
import type { Drift } from "./options.ts";
import { valueAt, type BrokenRule } from "./validate.ts";

/** A broken rule of an answer, as drift. */
export function driftOf({ pointer, keyword, value, message }: BrokenRule): Drift {
  return { pointer, keyword, value, message };
}

/** A server that says which contract it speaks, the sandbox for example, and means another than this client. */
export function otherContract(headers: Headers): Drift[] {
  const value = headers.get("x-contract-fingerprint");
  if (value === null || value === contractFingerprint) return [];
  const message = `the server speaks the contract ${value.slice(0, 12)}…, this client ${contractFingerprint.slice(0, 12)}…: bring both to one version (fingerprint)`;
  return [{ pointer: "", keyword: "fingerprint", value, message }];
}

/** The fields of an answer that the contract does not name, in the objects whose names it gives by JSON pointer. */
export function newFields(known: Readonly<Record<string, readonly string[]>>, data: unknown): Drift[] {
  return Object.entries(known).flatMap(([pointer, names]) => {
    const object = valueAt(data, pointer);
    if (typeof object !== "object" || object === null) return [];
    return Object.keys(object)
      .filter((name) => !names.includes(name))
      .map((name) => {
        const where = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        const value = typeof (object as Record<string, unknown>)[name];
        return { pointer: where, keyword: "field", value, message: `${where}: is not a field of the contract (field)` };
      });
  });
}
