import type { Drift } from "./options.ts";
import { valueAt, type BrokenRule } from "./validate.ts";

/** A broken rule of an answer, as drift. */
export function driftOf({ pointer, keyword, value, message }: BrokenRule): Drift {
  return { pointer, keyword, value, message };
}

/** The fields of an answer that the contract does not name, in the objects whose names it gives by JSON pointer. */
export function newFields(known: Readonly<Record<string, readonly string[]>>, data: unknown): Drift[] {
  return Object.entries(known).flatMap(([pointer, names]) => {
    const object = valueAt(data, pointer);
    if (typeof object !== "object" || object === null) return [];
    return Object.entries(object)
      .filter(([name]) => !names.includes(name))
      .map(([name, value]) => {
        const where = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        return { pointer: where, keyword: "field", value: typeof value, message: `${where}: is not a field of the contract (field)` };
      });
  });
}
