import { isJsonObject, objectAt, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { append } from "../../openapi/json-pointer.ts";
import { equal } from "../../shared/json.ts";
import { asSchema, type Scope } from "../scope.ts";
import { dialectChange } from "./dialects.ts";
import { sameSchemaText } from "./same.ts";
import { asserts, DOCUMENTATION } from "./keywords.ts";
import type { Level } from "../finding.ts";
import { verb } from "../verb.ts";
import type { Direction, Syntax } from "./counterexample.ts";

/** A changed keyword that no validator asserts. */
export interface AnnotationChange {
  readonly place: string;
  readonly level: Level;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly message: string;
}

/** Input that the meaning of annotations depends on. */
export interface AnnotationReading {
  readonly scope: Scope;
  readonly direction: Direction;
  /** Syntax of the body: `xml` has a meaning only in XML. */
  readonly syntax: Syntax;
  /** Whether a version requires the value, so that its default never applies. */
  readonly isRequired: boolean;
}

/** Keywords that hold definitions and are not compared. */
const SILENT = new Set(["$defs", "definitions", "$id", "$anchor", "nullable"]);

/** Returns the changes of documentation and annotations of two schemas at one place. */
export function annotationChanges(
  before: JsonObject,
  after: JsonObject,
  reading: AnnotationReading,
): AnnotationChange[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keywords].flatMap((keyword) => {
    const [old, next] = [own(before, keyword), own(after, keyword)];
    if (asserts(keyword) || SILENT.has(keyword) || keyword === "$ref" || equal(old, next)) return [];
    const effect = keyword === "contentMediaType" ? bytesChange(before, after, reading) : undefined;
    const [level, message] = effect ?? effectOf(keyword, old, next, reading);
    return level === undefined ? [] : [{ place: append("", keyword), level, before: old, after: next, message }];
  });
}

/** The level of a change, undefined for a change without effect, and its message. */
type AnnotationEffect = readonly [Level | undefined, string];

function effectOf(
  keyword: string,
  old: Json | undefined,
  next: Json | undefined,
  reading: AnnotationReading,
): AnnotationEffect {
  if (DOCUMENTATION.includes(keyword as never)) return ["docs", `${keyword} ${verb(old, next)}`];
  if (keyword.startsWith("x-")) return ["compatible", `the extension ${keyword} ${verb(old, next)}`];
  switch (keyword) {
    case "default":
      return defaultChange(old, next, reading);
    case "deprecated":
      return [
        (old ?? false) === (next ?? false) ? undefined : "compatible",
        next === true ? "it is deprecated now" : "it is no longer deprecated",
      ];
    case "readOnly":
      return readOnlyChange(old, next, reading);
    case "writeOnly":
      return writeOnlyChange(old, next, reading);
    case "discriminator":
      return mappingGrew(old, next, reading.scope)
        ? ["compatible", "the discriminator names more values"]
        : [
            "unproven",
            "the discriminator changed: a value may name another schema now, which no example body can show",
          ];
    case "$schema": {
      const change = dialectChange(old, next);
      return [change?.level, change?.message ?? ""];
    }
    case "xml":
      if (reading.syntax !== "xml") return ["docs", `${keyword} ${verb(old, next)}, which has a meaning only in XML`];
      break;
  }
  return ["unproven", `${keyword} ${verb(old, next)}, which no example body can show`];
}

/**
 * Compares media types of bytes. A form part without type and media type is binary, like `application/octet-stream`; a
 * string without a media type is plain text (OpenAPI 3.1, Encoding Object).
 */
function bytesChange(
  before: JsonObject,
  after: JsonObject,
  { syntax }: AnnotationReading,
): AnnotationEffect | undefined {
  const [old, next] = [own(before, "contentMediaType"), own(after, "contentMediaType")];
  const isText = syntax === "parts" && [before, after].some(isPlainText);
  if (!isPlainBytes(old, next) || isText || (syntax !== "parts" && syntax !== "bytes")) return undefined;
  return ["compatible", `contentMediaType ${verb(old, next)}, and the bytes are the same`];
}

function isPlainText(schema: JsonObject): boolean {
  return own(schema, "contentMediaType") === undefined && own(schema, "type") !== undefined;
}

function readOnlyChange(
  old: Json | undefined,
  next: Json | undefined,
  { direction }: AnnotationReading,
): AnnotationEffect {
  return flagChange(
    old,
    next,
    direction === "input",
    "it may no longer be sent, because it is read-only now",
    "it may be sent now, because it is no longer read-only",
  );
}

function writeOnlyChange(
  old: Json | undefined,
  next: Json | undefined,
  { direction }: AnnotationReading,
): AnnotationEffect {
  return flagChange(
    old,
    next,
    direction === "output",
    "it is no longer in the response, because it is write-only now",
    "it may be in the response now, because it is no longer write-only",
  );
}

/** Returns whether the only change is a media type that just means bytes. */
export function isPlainBytes(old: Json | undefined, next: Json | undefined): boolean {
  return [old, next].every((type) => type === undefined || type === "application/octet-stream");
}

function defaultChange(
  old: Json | undefined,
  next: Json | undefined,
  { direction, isRequired }: AnnotationReading,
): readonly [Level, string] {
  const change = `the default ${verb(old, next)}`;
  if (direction === "output") return ["compatible", change];
  if (isRequired) return ["compatible", `${change}, but the value is required, so the default never applies`];
  if (old === undefined) return ["compatible", `${change}: it applies when the value is omitted`];
  return ["breaking", `${change}: omitting the value has a different meaning`];
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

/** Returns whether every value of the old mapping refers to the same schema in the new one, even under another name. */
function mappingGrew(old: Json | undefined, next: Json | undefined, scope: Scope): boolean {
  if (old === undefined) return true;
  if (!isJsonObject(old) || !isJsonObject(next) || !equal(old.propertyName, next.propertyName)) return false;
  const [before, after] = [objectAt(old, "mapping"), objectAt(next, "mapping")];
  return Object.keys(before).every((value) => sameTarget(own(before, value), own(after, value), scope));
}

function sameTarget(old: Json | undefined, next: Json | undefined, scope: Scope): boolean {
  if (typeof old !== "string" || typeof next !== "string") return false;
  const [from, to] = [pointerOf(old), pointerOf(next)];
  if (from === to) return true;
  const [before, after] = [scope.find(`old${from}`), scope.find(`new${to}`)];
  return before !== undefined && after !== undefined && sameSchemaText(scope, asSchema(before), asSchema(after));
}

/** Resolves a mapping value, which is a reference or a schema name (OpenAPI 3.1, Discriminator Object). */
function pointerOf(target: string): string {
  return target.startsWith("#") ? target : append("#/components/schemas", target);
}
