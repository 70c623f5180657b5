import { isScalar, LineCounter, parseDocument as parseYaml, type ParsedNode } from "yaml";
import type { Json, JsonObject } from "./json.ts";
import { isObject } from "../shared/json.ts";
import { DocumentError } from "./document-error.ts";
import { findJsonProblem } from "./json-text.ts";

/** Maximum nesting of objects and arrays in a document. */
export const MAX_DEPTH = 500;

/** Maximum ratio of values after alias expansion to values in the text of a YAML document. */
const MAX_ALIASES = 10_000;

/**
 * Parses an object from JSON or YAML. Ignores a byte order mark.
 * @throws DocumentError with the source and the line for text that is neither, a duplicate key, nesting of more than
 * 500 levels, a value that is not an object, and an HTML page.
 * @example
 * parseDocument("openapi: 3.1.0", "openapi.yaml"); // { openapi: "3.1.0" }
 */
export function parseDocument(text: string, source: string): JsonObject {
  const value = parseText(text, source);
  if (isObject(value)) return value;
  throw new DocumentError(`${source} holds no document: it is ${value === null ? "empty" : "not an object"}.`);
}

/** Parses any value from JSON or YAML, like `parseDocument`. */
export function parseText(text: string, source: string): Json {
  if (looksLikeHtml(text))
    throw new DocumentError(`${source} is an HTML page, not a document. Give the address of the document itself.`);
  const content = text.replace(/^\uFEFF/, "");
  return content.trimStart().startsWith("{") ? parseJson(content, source) : parseYamlText(content, source);
}

/** Returns whether a text looks like an HTML page, whatever its content type. */
export function looksLikeHtml(text: string): boolean {
  return /^\uFEFF?\s*(?:<!--[\s\S]*?-->\s*)?<(?:!doctype|html|head|body)\b/i.test(text);
}

/** Parses JSON, or YAML if the text is not JSON: a flow mapping of YAML may start like JSON. */
function parseJson(text: string, source: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    if (isYaml(text)) return parseYamlText(text, source);
    throw new DocumentError(`${source} is neither JSON nor YAML: ${firstLine(error)}`, { cause: error });
  }
  const problem = findJsonProblem(text, MAX_DEPTH);
  if (problem?.kind === "duplicate-key")
    throw new DocumentError(
      `${source}, line ${problem.line}: the key ${JSON.stringify(problem.key)} occurs twice in one object. Remove one of them.`,
    );
  if (problem) throw tooDeep(source, problem.line);
  return value;
}

function isYaml(text: string): boolean {
  try {
    return parseYaml(text).errors.length === 0;
  } catch {
    return false;
  }
}

function parseYamlText(text: string, source: string): Json {
  try {
    const lineCounter = new LineCounter();
    const document = parseYaml(text, { merge: true, uniqueKeys: sameKey, lineCounter });
    const [error] = document.errors;
    // The parser reports its own stack overflow as an error of the text.
    if (error?.message.includes("call stack")) throw tooDeep(source, deepestLine(text));
    if (error) throw new DocumentError(`${source} is neither JSON nor YAML: ${firstLine(error)}`, { cause: error });
    const value = plain(document.toJS({ maxAliasCount: MAX_ALIASES }));
    if (isTooDeep(value)) throw tooDeep(source, deepestLine(text));
    return value;
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    if (error instanceof RangeError) throw tooDeep(source, deepestLine(text));
    if (error instanceof CircularAliasError)
      throw new DocumentError(`${source}: an alias stands inside the value that it names. Use $ref there.`);
    throw new DocumentError(`${source} is neither JSON nor YAML: ${firstLine(error)}`, { cause: error });
  }
}

/**
 * Returns whether two YAML keys are the same. Keys become strings, so `200` equals `"200"`; a merge key may occur
 * several times.
 */
function sameKey(a: ParsedNode, b: ParsedNode): boolean {
  if (a === b) return true;
  return isScalar(a) && isScalar(b) && a.value !== "<<" && String(a.value) === String(b.value);
}

class CircularAliasError extends Error {}

/** Converts a YAML value, which may contain dates and shared nodes, to plain JSON. */
function plain(value: unknown): Json {
  const text = jsonText(value);
  return text === undefined ? null : (JSON.parse(text) as Json);
}

function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // Only a circular value can fail here.
    throw error instanceof TypeError ? new CircularAliasError() : error;
  }
}

function isTooDeep(value: Json, depth = 0): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth >= MAX_DEPTH || Object.values(value).some((field: Json) => isTooDeep(field, depth + 1));
}

function tooDeep(source: string, line: number): DocumentError {
  return new DocumentError(
    `${source}, line ${line}: the document is nested too deeply, more than ${MAX_DEPTH} levels. Name the inner parts with $ref.`,
  );
}

/** Returns the number of the line with the deepest indentation. */
function deepestLine(text: string): number {
  const depths = text.split("\n").map((line) => /^[ -]*/.exec(line)?.[0].length ?? 0);
  return depths.indexOf(depths.reduce((most, depth) => Math.max(most, depth), 0)) + 1;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
