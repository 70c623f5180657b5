// Edits of documents by JSON pointer.
import { segments } from "../../../src/openapi/json-pointer.ts";
import { baseDocument, type Draft } from "./base-document.ts";

/** Edits a document in place. */
export type Edit = (document: Record<string, Draft>) => void;

/** Sets the value at a JSON pointer. */
export function set(pointer: string, value: Draft): Edit {
  return (document) => {
    const [holder, key] = holderOf(document, pointer);
    holder[key] = value;
  };
}

/** Removes the value at a JSON pointer. */
export function remove(pointer: string): Edit {
  return (document) => {
    const [holder, key] = holderOf(document, pointer);
    if (Array.isArray(holder)) (holder as Draft[]).splice(Number(key), 1);
    else Reflect.deleteProperty(holder, key);
  };
}

/** Replaces the value at a JSON pointer by the result of a function. */
export function change(pointer: string, replace: (value: Draft) => Draft): Edit {
  return (document) => {
    const [holder, key] = holderOf(document, pointer);
    holder[key] = replace(holder[key] ?? null);
  };
}

/** Moves the value at one JSON pointer to another. */
export function move(from: string, to: string): Edit {
  return (document) => {
    const [holder, key] = holderOf(document, from);
    const value = holder[key] ?? null;
    remove(from)(document);
    set(to, value)(document);
  };
}

/** Returns the base document after some edits. */
export function edited(...edits: readonly Edit[]): Record<string, Draft> {
  const document = baseDocument();
  for (const edit of edits) edit(document);
  return document;
}

function holderOf(document: Draft, pointer: string): [Record<string, Draft>, string] {
  const path = segments(pointer);
  const last = path.pop() ?? "";
  let holder: Draft = document;
  for (const segment of path)
    holder =
      (holder as Record<string, Draft>)[segment] ??
      (() => {
        throw new Error(`nothing at ${pointer}`);
      })();
  return [holder as Record<string, Draft>, last];
}
