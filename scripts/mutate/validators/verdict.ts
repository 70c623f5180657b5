import ts from "typescript";
import { parse } from "../code/edits.ts";
import type { Decision, Decisions } from "./decision.ts";

/** Raised for code of another form than that of the generated validators. */
export class UnreadableError extends Error {}

interface Refusal {
  when: Decision;
}

/** What a validator does with a value; `rest` is all the code that the decisions do not speak of. */
export interface Verdict {
  readonly refuses: Decision;
  /** When it may ask for a member of what has none, and so fail. */
  readonly fails: Decision;
  readonly rest: string;
}

/** Reads the source of a generated validator. Throws `UnreadableError` for what is not written as the generator writes it. */
export function verdictOf(decisions: Decisions, source: string): Verdict {
  const file = parse("validator.js", source);
  const validate = file.statements.find((statement) => ts.isFunctionDeclaration(statement));
  if (!validate?.body) throw new UnreadableError("there is no function");
  const reader = new Reader(decisions);
  reader.block(validate.body.statements, true);
  const around = file.statements.filter((statement) => statement !== validate).map((statement) => statement.getText());
  return { refuses: reader.refuses(), fails: decisions.or(...reader.failures), rest: [...around, ...reader.rest].join("\n") };
}

/** Follows a validator through all its ways at once. */
class Reader {
  readonly rest: string[] = [];
  readonly failures: Decision[] = [];
  /** The way to the statement that is being read. */
  #way: Decision = true;
  readonly #decisions: Decisions;
  readonly #refusals: Refusal[] = [];
  /** How many refusals there were when a mark was set. */
  readonly #marks = new Map<string, number>();
  /** Variables that hold a decision. */
  readonly #flags = new Map<string, Decision>();
  /** Variables that stand for a part of the value. */
  readonly #parts = new Map<string, string>();

  constructor(decisions: Decisions) {
    this.#decisions = decisions;
  }

  refuses(): Decision {
    return this.#decisions.or(...this.#refusals.map(({ when }) => when));
  }

  block(statements: readonly ts.Statement[], way: Decision): void {
    for (const statement of statements) this.#statement(statement, way);
  }

  #statement(statement: ts.Statement, way: Decision): void {
    this.#way = way;
    if (ts.isBlock(statement)) this.block(statement.statements, way);
    else if (ts.isIfStatement(statement)) {
      const condition = this.#condition(statement.expression);
      this.#statement(statement.thenStatement, this.#decisions.and(way, condition));
      if (statement.elseStatement) this.#statement(statement.elseStatement, this.#decisions.and(way, this.#decisions.not(condition)));
    } else if (ts.isForStatement(statement) || ts.isForInStatement(statement)) {
      // A loop is one question: whether it refuses anything.
      this.#refusals.push({ when: this.#decisions.and(way, this.#decisions.ask(this.#text(statement))) });
    } else if (ts.isVariableStatement(statement)) for (const declaration of statement.declarationList.declarations) this.#declaration(declaration, way);
    else if (ts.isExpressionStatement(statement)) this.#expression(statement.expression, way);
    else if (ts.isReturnStatement(statement)) this.rest.push(statement.getText());
    else throw new UnreadableError(statement.getText());
  }

  #declaration({ name, initializer }: ts.VariableDeclaration, way: Decision): void {
    const [variable, text] = [name.getText(), initializer?.getText() ?? ""];
    if (text === "found.length") this.#marks.set(variable, this.#refusals.length);
    else if (/^_?valid\d+$/.test(variable) && initializer) this.#flags.set(variable, this.#condition(initializer));
    else if (/^data\d+$/.test(variable)) this.#parts.set(variable, this.#text(initializer));
    else if (/^len\d+$/.test(variable)) this.#parts.set(variable, this.#text(initializer));
    else if (way === true) this.rest.push(`${variable} = ${text}`);
    else throw new UnreadableError(text);
  }

  #expression(expression: ts.Expression, way: Decision): void {
    if (ts.isCallExpression(expression) && expression.expression.getText() === "fail") {
      this.#refusals.push({ when: way });
      return;
    }
    if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) throw new UnreadableError(expression.getText());
    const [target, value] = [expression.left.getText(), expression.right];
    const flag = this.#flags.get(target);
    if (target === "found.length") this.#forget(this.#mark(value.getText()), way);
    else if (flag !== undefined) this.#flags.set(target, this.#decisions.choose(way, this.#condition(value), flag));
    else if (way === true) this.rest.push(expression.getText());
    else throw new UnreadableError(expression.getText());
  }

  #forget(mark: number, way: Decision): void {
    for (const refusal of this.#refusals.slice(mark)) refusal.when = this.#decisions.and(refusal.when, this.#decisions.not(way));
  }

  #mark(name: string): number {
    const mark = this.#marks.get(name);
    if (mark === undefined) throw new UnreadableError(name);
    return mark;
  }

  #condition(node: ts.Expression): Decision {
    const flag = this.#flags.get(node.getText());
    if (flag !== undefined) return flag;
    if (ts.isParenthesizedExpression(node)) return this.#condition(node.expression);
    if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
    if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) return this.#decisions.not(this.#condition(node.operand));
    return ts.isBinaryExpression(node) ? this.#comparison(node) : this.#decisions.ask(this.#text(node));
  }

  #comparison({ left, operatorToken, right }: ts.BinaryExpression): Decision {
    const sign = operatorToken.getText();
    if (sign === "&&") return this.#decisions.and(this.#condition(left), this.#condition(right));
    if (sign === "||") return this.#decisions.or(this.#condition(left), this.#condition(right));
    const sides = [this.#text(left), this.#text(right)];
    if (sides.includes("found.length")) return this.#counted(sides.find((side) => side !== "found.length") ?? "", sign);
    if (sign !== "===" && sign !== "!==") return this.#decisions.ask(`${sides[0] ?? ""} ${sign} ${sides[1] ?? ""}`);
    // The value comes first, what it is compared with second.
    const equality = this.#decisions.ask((/^data\b|^typeof /.test(sides[1] ?? "") ? sides.reverse() : sides).join(" === "));
    return sign === "===" ? equality : this.#decisions.not(equality);
  }

  #counted(mark: string, sign: string): Decision {
    const some = this.#decisions.or(...this.#refusals.slice(this.#mark(mark)).map(({ when }) => when));
    if (sign === "===") return this.#decisions.not(some);
    if (sign === "!==") return some;
    throw new UnreadableError(sign);
  }

  #text(node: ts.Node | undefined): string {
    const text = (node?.getText() ?? "").replace(/\b(?:data|len)\d+\b/g, (name) => this.#parts.get(name) ?? name);
    for (const [, owner = ""] of text.matchAll(/\b(data(?:\.\w+)*)\.\w+/g)) {
      const kinds = [`isObject(${owner})`, `Array.isArray(${owner})`, `typeof ${owner} === "string"`].map((question) => this.#decisions.ask(question));
      this.failures.push(this.#decisions.and(this.#way, this.#decisions.not(this.#decisions.or(...kinds))));
    }
    return text;
  }
}
