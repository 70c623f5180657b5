import ts from "typescript";
import type { CodeEdit } from "./edits.ts";
import { parse } from "./edits.ts";

/** An edit and the number that it goes by. */
export type NumberedEdit = readonly [number: number, edit: CodeEdit];

/**
 * A source with all its mutants in it, of which `globalThis.mutant` chooses one by number, so that one translation
 * serves all. Any other number leaves the source as it is.
 */
export function switchable(name: string, source: string, edits: readonly NumberedEdit[]): string {
  const file = parse(name, source);
  const write = (node: ts.Node): string => {
    const [start, end] = [node.getStart(file), node.end];
    const own = edits.filter(([, edit]) => edit.start === start && edit.end === end);
    // Edits of the same text belong to its outermost node.
    const isInner = ts.isSourceFile(node.parent)
      ? false
      : node.parent.getStart(file) === start && node.parent.end === end;
    const plain = written(node, start, end);
    if (own.length === 0 || isInner) return plain;
    if (ts.isExpressionStatement(node))
      return own.reduce(
        (text, [number, { text: other }]) => `if (globalThis.mutant === ${number}) ${other} else { ${text} }`,
        plain,
      );
    const chosen = own.reduce(
      (text, [number, { text: other }]) => `globalThis.mutant === ${number} ? (${other}) : ${text}`,
      `(${plain})`,
    );
    return ts.isShorthandPropertyAssignment(node) ? plain : `(${chosen})`;
  };
  const written = (node: ts.Node, start: number, end: number): string => {
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => void children.push(child));
    let [text, at] = ["", start];
    for (const child of children) {
      text += source.slice(at, child.getStart(file)) + write(child);
      at = child.end;
    }
    return text + source.slice(at, end);
  };
  let [text, at] = ["", 0];
  for (const statement of file.statements) {
    text += source.slice(at, statement.getStart(file)) + write(statement);
    at = statement.end;
  }
  return text + source.slice(at);
}
