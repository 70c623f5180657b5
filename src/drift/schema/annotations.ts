import { equal, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { append } from "../../openapi/json-pointer.ts";
import { asserts, DOCUMENTATION } from "./keywords.ts";
import type { Level } from "../finding.ts";
import type { Direction } from "./witness.ts";

/** A changed keyword that no validator judges. */
export interface AnnotationChange {
  readonly place: string;
  readonly level: Level;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly message: string;
}

/** Keywords that hold definitions, not statements. */
const SILENT = new Set(["$defs", "definitions", "$id", "$anchor", "$schema", "nullable"]);

/** The changed documentation and annotations of two schemas at one place. */
export function annotationChanges(before: JsonObject, after: JsonObject, direction: Direction): AnnotationChange[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keywords].flatMap((keyword) => {
    const [old, next] = [own(before, keyword), own(after, keyword)];
    if (asserts(keyword) || SILENT.has(keyword) || keyword === "$ref" || equal(old, next)) return [];
    const [level, message] = judge(keyword, old, next, direction);
    return level === undefined ? [] : [{ place: append("", keyword), level, before: old, after: next, message }];
  });
}

function judge(
  keyword: string,
  old: Json | undefined,
  next: Json | undefined,
  direction: Direction,
): readonly [Level | undefined, string] {
  if (DOCUMENTATION.includes(keyword as never)) return ["docs", `${keyword} ${verb(old, next)}`];
  if (keyword.startsWith("x-")) return ["compatible", `the extension ${keyword} ${verb(old, next)}`];
  switch (keyword) {
    case "default":
      return defaultChange(old, next, direction);
    case "deprecated":
      return [
        (old ?? false) === (next ?? false) ? undefined : "compatible",
        next === true ? "deprecated" : "no longer deprecated",
      ];
    case "readOnly":
      return flagChange(
        old,
        next,
        direction === "input",
        "may no longer be sent: it is read-only now",
        "may be sent now: it is no longer read-only",
      );
    case "writeOnly":
      return flagChange(
        old,
        next,
        direction === "output",
        "is no longer answered: it is write-only now",
        "may be answered now: it is no longer write-only",
      );
    case "discriminator":
      return mappingGrew(old, next)
        ? ["compatible", "the discriminator names more values"]
        : ["unproven", "the discriminator changed, which no body can show"];
    default:
      return ["unproven", `${keyword} ${verb(old, next)}, which no body can show`];
  }
}

function defaultChange(old: Json | undefined, next: Json | undefined, direction: Direction): readonly [Level, string] {
  if (direction === "output") return ["compatible", `the default ${verb(old, next)}`];
  return [
    old === undefined ? "compatible" : "breaking",
    `the default ${verb(old, next)}: leaving the value out means something else`,
  ];
}

function flagChange(
  old: Json | undefined,
  next: Json | undefined,
  counts: boolean,
  set: string,
  unset: string,
): readonly [Level | undefined, string] {
  if ((old ?? false) === (next ?? false)) return [undefined, ""];
  return [next === true && counts ? "breaking" : "compatible", next === true ? set : unset];
}

/** True when the new mapping keeps every entry of the old one, under whatever name its schema goes now. */
function mappingGrew(old: Json | undefined, next: Json | undefined): boolean {
  if (old === undefined) return true;
  if (!isObject(old) || !isObject(next) || !equal(old.propertyName, next.propertyName)) return false;
  const [before, after] = [old.mapping, next.mapping];
  return !isObject(before) || (isObject(after) && Object.keys(before).every((name) => Object.hasOwn(after, name)));
}

function verb(old: Json | undefined, next: Json | undefined): string {
  return old === undefined ? "was added" : next === undefined ? "was removed" : "changed";
}
