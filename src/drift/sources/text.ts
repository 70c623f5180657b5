import { parse } from "yaml";
import { CannotCompare } from "../finding.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";

/** No source may be larger than this, in bytes. */
export const MAX_BYTES = 20 * 1024 * 1024;

/** Reads JSON or YAML. Throws CannotCompare, naming the source, when it is neither or is not an object. */
export function parseDocument(text: string, source: string): JsonObject {
  if (looksLikeHtml(text))
    throw new CannotCompare(`${source} is an HTML page, not a document. Give the address of the document itself.`);
  const value = parseText(text, source);
  if (!isObject(value))
    throw new CannotCompare(`${source} holds no document: it is ${value === null ? "empty" : "not an object"}.`);
  return value;
}

/** True for a page of HTML, whatever it was announced as. */
export function looksLikeHtml(text: string): boolean {
  return /^\uFEFF?\s*(?:<!--[\s\S]*?-->\s*)?<(?:!doctype|html|head|body)\b/i.test(text);
}

function parseText(text: string, source: string): Json {
  try {
    return text.trimStart().startsWith("{")
      ? (JSON.parse(text) as Json)
      : plain(parse(text, { merge: true, maxAliasCount: 1000 }));
  } catch (error) {
    throw new CannotCompare(
      `${source} is neither JSON nor YAML: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** YAML can hold dates and shared nodes; a document is plain JSON. */
function plain(value: unknown): Json {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as Json);
}
