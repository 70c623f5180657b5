import ts from "typescript";
import type { Scope } from "../code/edits.ts";

/** The rules of a generated validator: all that decides whether a value is accepted, and which keyword refuses it. */
export const RULES: Scope = {
  // What a violation is told with is words for people; ajv's count of code points is the same for every contract.
  isIgnored: (node) => isNamed(node, "fail") || (ts.isCallExpression(node) && node.expression.getText() === "fail") || (ts.isFunctionExpression(node) && node.name?.text === "ucs2length") || isMark(node),
  isMutant: (node, { keyword, operator }) => keyword !== "condition" || operator !== "always" || isRule(node),
};

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isVariableDeclaration(node) && node.name.getText() === name;
}

// In `{"model":0,"prompt":0}` only the names mean something.
function isMark(node: ts.Node): boolean {
  return ts.isNumericLiteral(node) && ts.isPropertyAssignment(node.parent);
}

// A condition that refuses, itself or by its `else`. Any other only asks whether rules are about such a value at all: met always,
// it would hold them against values that another rule refuses.
function isRule({ parent }: ts.Node): boolean {
  if (!ts.isIfStatement(parent)) return true;
  return parent.elseStatement !== undefined || /^\{?\s*fail\(/.test(parent.thenStatement.getText());
}
