/** A problem that `JSON.parse` does not report. Lines count from 1. */
export interface JsonProblem {
  readonly kind: "duplicate-key" | "too-deep";
  readonly line: number;
  /** The duplicate key. */
  readonly key?: string;
}

const WHITESPACE_OR_SCALAR = /[^"{}[\]:,]+/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;

/**
 * Finds the first duplicate key, or the first value nested deeper than `maxDepth`, in a text that `JSON.parse` accepts.
 */
export function findJsonProblem(text: string, maxDepth: number): JsonProblem | undefined {
  /** The keys seen in each open object; undefined for an open array. */
  const open: (Set<string> | undefined)[] = [];
  let isKeyNext = false;
  for (let at = 0; at < text.length;) {
    const character = text[at];
    if (character === '"') {
      const token = tokenAt(STRING, text, at);
      const keys = open.at(-1);
      if (isKeyNext && keys) {
        const key = JSON.parse(token) as string;
        if (keys.has(key)) return { kind: "duplicate-key", line: lineAt(text, at), key };
        keys.add(key);
        isKeyNext = false;
      }
      at += token.length;
      continue;
    }
    if (character === "{" || character === "[") {
      open.push(character === "{" ? new Set() : undefined);
      if (open.length > maxDepth) return { kind: "too-deep", line: lineAt(text, at) };
      isKeyNext = character === "{";
    } else if (character === "}" || character === "]") open.pop();
    else if (character === ",") isKeyNext = open.at(-1) !== undefined;
    else if (character !== ":") {
      at += tokenAt(WHITESPACE_OR_SCALAR, text, at).length;
      continue;
    }
    at += 1;
  }
  return undefined;
}

function tokenAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? text.slice(at);
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}
