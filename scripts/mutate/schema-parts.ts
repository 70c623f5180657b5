import { elementsOf } from "../../src/contract/schema/json.ts";
import type { Source } from "../../src/contract/schema/source.ts";
import { canonicalText, isObject, type JsonObject } from "../../src/shared/json.ts";

/** State of the expansion of a document. */
export interface Context {
  readonly source: Source;
  /** References that are being expanded at outer levels. */
  readonly open: readonly string[];
  /** References that are being expanded for the same value. */
  readonly level: readonly string[];
}

/** A JSON Schema. */
export type Schema = JsonObject | boolean;

/** Not a keyword: lists of branches of which one applies, for the requirements that they have in common. */
export const AROUND = "around";

/** Returns a schema, what it refers to and what its `allOf` holds, side by side. */
export function flatten(
  context: Context,
  schemas: readonly Schema[],
): { readonly parts: readonly JsonObject[]; readonly references: readonly string[] } {
  const parts: JsonObject[] = [];
  const references: string[] = [];
  const queue = [...schemas];
  for (const schema of queue) {
    if (schema === false) parts.push({ not: {} });
    if (!isObject(schema)) continue;
    const target = schema.$ref === undefined ? undefined : context.source.pointerOf(schema.$ref);
    const isOpen = target !== undefined && context.open.includes(target);
    parts.push(isOpen ? { ...schema, recursion: rawOf(context.source, target) } : schema);
    if (target !== undefined && !isOpen) {
      references.push(target);
      queue.push(context.source.node(target).schema);
    }
    queue.push(...(elementsOf(schema.allOf) as readonly Schema[]));
  }
  return { parts: [...new Map(parts.map((part) => [canonicalText(part), part])).values()], references };
}

// At deeper levels, a schema that is being expanded is represented by itself and everything that it refers to,
// unchanged.
function rawOf(source: Source, pointer: string, seen = new Set<string>()): JsonObject {
  seen.add(pointer);
  const found = source.node(pointer).schema;
  const inner = [...JSON.stringify(found).matchAll(/"\$ref":("(?:[^"\\]|\\.)*")/g)].map(([, text = ""]) =>
    source.pointerOf(JSON.parse(text)),
  );
  return {
    [pointer]: found,
    inner: inner.filter((target) => !seen.has(target)).map((target) => rawOf(source, target, seen)),
  };
}

/** Returns the branches of `anyOf` and `oneOf`, each as its parts. */
export function branchesOf(context: Context, part: JsonObject): readonly (readonly (readonly JsonObject[])[])[] {
  const lists = [part.anyOf, part.oneOf, ...elementsOf(part[AROUND])].map(elementsOf) as readonly (readonly Schema[])[];
  return lists
    .filter(({ length }) => length > 0)
    .map((branches) => branches.map((branch) => flatten(context, [branch]).parts));
}
