// Protects what an editor shows of the SDK's exports: a description everywhere, defaults of options, examples of calls.
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const ENTRIES = [
  "src/sdk/index.ts",
  "src/sdk/callback/index.ts",
  "src/sdk/callback/node.ts",
  "src/sdk/download/index.ts",
  "generated/client.ts",
];

/** Interfaces that a user implements, and so does not call. */
const IMPLEMENTED_BY_USERS = new Set(["DedupStore", "TaskReader"]);

const program = ts.createProgram(
  ENTRIES.map((entry) => join(ROOT, entry)),
  { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, allowImportingTsExtensions: true, noLib: true },
);
const checker = program.getTypeChecker();

/** An export, or a member of one. */
interface Documented {
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly isOption: boolean;
  readonly isCall: boolean;
}

function exportsOf(entry: string): ts.Symbol[] {
  const file = program.getSourceFile(join(ROOT, entry));
  const module = file && checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${entry} is no module`);
  return checker
    .getExportsOfModule(module)
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
}

function documented(symbol: ts.Symbol): Documented[] {
  const { name, declarations = [] } = symbol;
  const members = declarations.flatMap((declaration): Documented[] => {
    if (!ts.isInterfaceDeclaration(declaration) && !ts.isClassDeclaration(declaration)) return [];
    return declaration.members.filter(isDocumentable).map((member) => ({
      name: `${name}.${member.name.getText()}`,
      ...commentOf(member),
      isOption: name.endsWith("Options") && ts.isPropertySignature(member) && member.questionToken !== undefined,
      isCall: (ts.isMethodSignature(member) || ts.isMethodDeclaration(member)) && !IMPLEMENTED_BY_USERS.has(name),
    }));
  });
  const isFunction = declarations.some((declaration) => ts.isFunctionDeclaration(declaration));
  const own = declarations.map((declaration) => commentOf(declaration))[0] ?? { description: "", tags: [] };
  return [{ name, ...own, isOption: false, isCall: isFunction || name === "EvoLink" }, ...members];
}

/** Leaves out private members and the names of errors, which are what they are called. */
function isDocumentable(
  member: ts.TypeElement | ts.ClassElement,
): member is (ts.TypeElement | ts.ClassElement) & { readonly name: ts.Identifier } {
  if (member.name === undefined || !ts.isIdentifier(member.name)) return false;
  const isNarrowed = ts.canHaveModifiers(member) && member.modifiers?.some(({ kind }) => NARROWING.has(kind)) === true;
  return !isNarrowed && member.name.text !== "name";
}

/** Modifiers of members that an error class inherits and only narrows. */
const NARROWING: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.DeclareKeyword]);

function commentOf(node: ts.Node): Pick<Documented, "description" | "tags"> {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return {
    description: comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join(""),
    tags: ts.getJSDocTags(node).map(({ tagName }) => tagName.text),
  };
}

const all = ENTRIES.flatMap((entry) =>
  exportsOf(entry)
    .filter(({ declarations = [] }) => !declarations[0]?.getSourceFile().fileName.endsWith("generated/types.ts"))
    .flatMap(documented),
);

test("every export and every member has a description", () => {
  expect(all.length).toBeGreaterThan(150);
  expect(all.filter(({ description }) => description === "").map(({ name }) => name)).toEqual([]);
});

test("every option that may be left out says its default", () => {
  const options = all.filter(({ isOption }) => isOption);

  expect(options.length).toBeGreaterThan(30);
  expect(options.filter(({ tags }) => !tags.includes("default")).map(({ name }) => name)).toEqual([]);
});

test("everything that a user calls has an example", () => {
  const calls = all.filter(({ isCall }) => isCall);

  expect(calls.length).toBeGreaterThan(15);
  expect(calls.filter(({ tags }) => !tags.includes("example")).map(({ name }) => name)).toEqual([]);
});
