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

/** What the meaning of annotations depends on. */
export interface AnnotationReading {
  readonly scope: Scope;
  readonly direction: Direction;
  /** How the body is written: `xml` means something in XML only. */
  readonly syntax: Syntax;
  /** Whether a version demands the value, so that no default takes its place. */
  readonly isRequired: boolean;
}

/** Keywords that hold definitions, not statements. */
const SILENT = new Set(["$defs", "definitions", "$id", "$anchor", "nullable"]);

/** The changed documentation and annotations of two schemas at one place. */
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

/** The level of a change, undefined where nothing changed in effect, and what it means. */
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
        : ["unproven", "the discriminator changed: a value may name another schema now, which no body can show"];
    case "$schema": {
      const change = dialectChange(old, next);
      return [change?.level, change?.message ?? ""];
    }
    case "xml":
      if (reading.syntax !== "xml") return ["docs", `${keyword} ${verb(old, next)}, which means something in XML only`];
      break;
  }
  return ["unproven", `${keyword} ${verb(old, next)}, which no body can show`];
}

/**
 * A part of a form without type and media type is bytes, as one of `application/octet-stream` is; a string without a
 * media type is plain text (OpenAPI 3.1, Encoding Object).
 */
function bytesChange(
  before: JsonObject,
  after: JsonObject,
  { syntax }: AnnotationReading,
): AnnotationEffect | undefined {
  const [old, next] = [own(before, "contentMediaType"), own(after, "contentMediaType")];
  const isText = syntax === "parts" && [before, after].some(isPlainText);
  if (!isPlainBytes(old, next) || isText || (syntax !== "parts" && syntax !== "bytes")) return undefined;
  return ["compatible", `contentMediaType ${verb(old, next)}, and bytes are sent as before`];
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

/** True when a media type came or went that says no more than that something is bytes. */
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
  if (old === undefined) return ["compatible", `${change}: it says what happens when the value is left out`];
  return ["breaking", `${change}: leaving the value out means something else`];
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

/**
 * True when every value of the old mapping names the same schema in the new one, whatever that schema is called now.
 */
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

/** A mapping names a schema by a reference or by its name alone (OpenAPI 3.1, Discriminator Object). */
function pointerOf(target: string): string {
  return target.startsWith("#") ? target : append("#/components/schemas", target);
}
