import ts from "typescript";
import { patternEdits } from "../contract/patterns.ts";

/** One change of a source text. */
export interface CodeEdit {
  readonly start: number;
  readonly end: number;
  /** What stands there instead. */
  readonly text: string;
  /** What was changed: `comparison`, `condition`, `number`, … */
  readonly keyword: string;
  /** What was done to it, in words. */
  readonly operator: string;
}

type Words = readonly [text: string, operator: string];

/** What is no business of the mutants of a source. */
export interface Scope {
  /** Parts that are left as they are, with all that is in them: what only people read, what is somebody else's. */
  readonly isIgnored: (node: ts.Node) => boolean;
  /** Whether a change of a node is a mutant; all are when it is left out. */
  readonly isMutant?: (node: ts.Node, edit: CodeEdit) => boolean;
}

/** Reads a source text, JavaScript or TypeScript. */
export function parse(name: string, source: string): ts.SourceFile {
  return ts.createSourceFile(name, source, ts.ScriptTarget.ESNext, true);
}

/**
 * Every mutant of a source: each operator, condition, constant, list, expression and statement with an effect changed
 * by one.
 */
export function editsOf(file: ts.SourceFile, { isIgnored, isMutant = () => true }: Scope): readonly CodeEdit[] {
  const found: CodeEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node) || isIgnored(node))
      return;
    for (const [keyword, change] of Object.entries(CHANGES)) {
      const edits = change(node, file).map(([text, operator]): CodeEdit => ({
        start: node.getStart(file),
        end: node.end,
        text,
        keyword,
        operator,
      }));
      found.push(...edits.filter((edit) => isMutant(node, edit)));
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

const OPERATORS: Readonly<Record<string, readonly [keyword: string, ...others: string[]]>> = {
  "===": ["comparison", "!=="],
  "!==": ["comparison", "==="],
  "==": ["comparison", "!="],
  "!=": ["comparison", "=="],
  "<": ["comparison", "<=", ">"],
  "<=": ["comparison", "<", ">="],
  ">": ["comparison", ">=", "<"],
  ">=": ["comparison", ">", "<="],
  "&&": ["logic", "||"],
  "||": ["logic", "&&"],
  "+": ["arithmetic", "-"],
  "-": ["arithmetic", "+"],
  "*": ["arithmetic", "/"],
  "/": ["arithmetic", "*"],
  "+=": ["arithmetic", "-="],
  "-=": ["arithmetic", "+="],
};

function operatorsOf(kind: string): (node: ts.Node, file: ts.SourceFile) => readonly Words[] {
  return (node, file) => {
    if (!ts.isBinaryExpression(node) || [node.left, node.right].some(isText)) return [];
    const sign = node.operatorToken.getText(file);
    const [keyword, ...others] = Object.hasOwn(OPERATORS, sign) ? (OPERATORS[sign] ?? []) : [];
    if (keyword !== kind) return [];
    return others.map((other) => [
      `${node.left.getText(file)} ${other} ${node.right.getText(file)}`,
      `${sign} to ${other}`,
    ]);
  };
}

// "+" between texts joins them.
function isText(node: ts.Node): boolean {
  return (
    ts.isTemplateExpression(node) ||
    (ts.isStringLiteral(node) &&
      ts.isBinaryExpression(node.parent) &&
      node.parent.operatorToken.kind === ts.SyntaxKind.PlusToken)
  );
}

const CHANGES: Readonly<Record<string, (node: ts.Node, file: ts.SourceFile) => readonly Words[]>> = {
  comparison: operatorsOf("comparison"),
  logic: operatorsOf("logic"),
  arithmetic: operatorsOf("arithmetic"),
  negation: (node, file) =>
    ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken
      ? [[node.operand.getText(file), "without !"]]
      : [],
  condition: (node) =>
    isCondition(node)
      ? [
          ["true", "always"],
          ["false", "never"],
        ]
      : [],
  number: (node) => {
    if (!ts.isNumericLiteral(node)) return [];
    const value = Number(node.text);
    const by = Number.isInteger(value) ? 1 : value / 10;
    return [value + by, value - by].map((other) => [`(${other})`, `${node.text} to ${other}`]);
  },
  boolean: (node) => {
    if (node.kind === ts.SyntaxKind.TrueKeyword) return [["false", "true to false"]];
    return node.kind === ts.SyntaxKind.FalseKeyword ? [["true", "false to true"]] : [];
  },
  text: (node) =>
    ts.isStringLiteral(node) && isValue(node) && !/\s/.test(node.text)
      ? [[JSON.stringify(OTHERS[node.text] ?? `${node.text}x`), `${node.text} to another`]]
      : [],
  list: (node, file) => {
    if (ts.isArrayLiteralExpression(node)) return withoutOne(node.elements, file, "[", "]");
    return ts.isObjectLiteralExpression(node) && ts.isCallExpression(node.parent)
      ? withoutOne(node.properties, file, "{", "}")
      : [];
  },
  statement: (node, file) =>
    ts.isExpressionStatement(node) && isEffect(node.expression)
      ? [["{}", `without ${node.getText(file).slice(0, 40)}`]]
      : [],
  pattern: (node) => (ts.isRegularExpressionLiteral(node) ? patternChanges(node.text) : []),
};

// Where a text is one of two, the other is the mistake that could be made.
const OTHERS: Readonly<Record<string, string>> = { charged: "released", released: "charged" };

// The conditions of loops are left alone: "always" would never end.
function isCondition(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ((ts.isIfStatement(parent) && parent.expression === node) ||
      (ts.isConditionalExpression(parent) && parent.condition === node)) &&
    node.kind !== ts.SyntaxKind.TrueKeyword
  );
}

function isValue({ parent }: ts.StringLiteral): boolean {
  const isKey =
    (ts.isPropertyAssignment(parent) || ts.isElementAccessExpression(parent)) &&
    !("initializer" in parent && ts.isStringLiteral(parent.initializer));
  return !isKey && !ts.isNewExpression(parent) && !ts.isVariableDeclaration(parent) && !ts.isTypeOfExpression(parent);
}

function withoutOne(elements: readonly ts.Node[], file: ts.SourceFile, open: string, close: string): readonly Words[] {
  return elements.map((element): Words => {
    const left = elements.filter((other) => other !== element).map((other) => other.getText(file));
    return [`${open}${left.join(", ")}${close}`, `without ${element.getText(file).slice(0, 40)}`];
  });
}

function isEffect(node: ts.Expression): boolean {
  return (
    ts.isCallExpression(node) ||
    (ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment)
  );
}

function patternChanges(literal: string): readonly Words[] {
  const [, pattern = "", flags = ""] = /^\/(.*)\/(\w*)$/s.exec(literal) ?? [];
  const edits = patternEdits(pattern).map((edit): Words => [`/${edit.pattern}/${flags}`, edit.operator]);
  return [["/(?:)/", "any text"], ["/(?!)/", "no text"], ...edits];
}
