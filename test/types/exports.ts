import ts from "typescript";
import { PATHS } from "../../scripts/compile.ts";

/** Interfaces whose methods the package calls: users implement them or pass them on. */
const CALLED_BY_THE_PACKAGE = new Set(["DedupStore", "Journal", "TaskReader"]);

/** The source file of each entry point of the package, by its import specifier. */
export const ENTRIES: ReadonlyMap<string, string> = new Map(
  Object.entries(PATHS).flatMap(([specifier, [file = ""]]) => (file.endsWith(".ts") ? [[specifier, file]] : [])),
);

/** An export or a member of an export. */
export interface Documented {
  /** `EvoLink`, or `EvoLink.videos` for a member. */
  readonly name: string;
  /** The import specifier of its entry point. */
  readonly specifier: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** The code of its `@example` tags. */
  readonly examples: readonly string[];
  readonly isOption: boolean;
  /** Whether it is a value (function, class, constant or method), not only a type. */
  readonly isUsed: boolean;
}

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  allowImportingTsExtensions: true,
  noLib: true,
  types: [],
};
const host = ts.createCompilerHost(options);
// The package's own modules are enough, and reading their dependencies takes longer.
host.resolveModuleNameLiterals = (literals, containingFile) =>
  literals.map(({ text }) =>
    text.startsWith(".") ? ts.resolveModuleName(text, containingFile, options, host) : { resolvedModule: undefined },
  );
const program = ts.createProgram([...ENTRIES.values()], options, host);
const checker = program.getTypeChecker();

interface Export {
  readonly symbol: ts.Symbol;
  /** Whether the entry point exports it as a type only. */
  readonly isTypeOnly: boolean;
}

function exportsOf(file: string): Export[] {
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} is not a module`);
  return checker.getExportsOfModule(module).map((symbol) => ({
    symbol: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    isTypeOnly: symbol.declarations?.some(ts.isTypeOnlyExportDeclaration) === true,
  }));
}

function documented({ symbol, isTypeOnly }: Export, specifier: string): Documented[] {
  const { name, declarations = [] } = symbol;
  const members = declarations.flatMap((declaration): Documented[] => {
    if (!ts.isInterfaceDeclaration(declaration) && !ts.isClassDeclaration(declaration)) return [];
    return declaration.members.filter(isDocumentable).map((member) => ({
      name: member.name === undefined ? `${name}()` : `${name}.${member.name.getText()}`,
      specifier,
      ...commentOf(member),
      isOption: name.endsWith("Options") && ts.isPropertySignature(member) && member.questionToken !== undefined,
      isUsed: CALLS.some((isCall) => isCall(member)) && !CALLED_BY_THE_PACKAGE.has(name),
    }));
  });
  const own = declarations.map((declaration) => commentOf(declaration))[0] ?? {
    description: "",
    tags: [],
    examples: [],
  };
  const isUsed = !isTypeOnly && (symbol.flags & ts.SymbolFlags.Value) !== 0;
  return [{ name, specifier, ...own, isOption: false, isUsed }, ...members];
}

const CALLS = [ts.isMethodSignature, ts.isMethodDeclaration, ts.isCallSignatureDeclaration];

/** Excludes constructors, private members and `name` of errors, which needs no description. */
function isDocumentable(member: ts.TypeElement | ts.ClassElement): boolean {
  if (ts.isCallSignatureDeclaration(member)) return true;
  if (member.name === undefined || !ts.isIdentifier(member.name)) return false;
  const isNarrowed = ts.canHaveModifiers(member) && member.modifiers?.some(({ kind }) => NARROWING.has(kind)) === true;
  return !isNarrowed && member.name.text !== "name";
}

/** Modifiers of members that an error class inherits and only narrows. */
const NARROWING: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.DeclareKeyword]);

function commentOf(node: ts.Node): Pick<Documented, "description" | "tags" | "examples"> {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const tags = ts.getJSDocTags(node);
  return {
    description: comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "").join(""),
    tags: tags.map(({ tagName }) => tagName.text),
    examples: tags
      .filter(({ tagName }) => tagName.text === "example")
      .map(({ comment }) => (ts.getTextOfJSDocComment(comment) ?? "").replaceAll(/^```\w*$/gm, "").trim()),
  };
}

/** Every export of the package and every member of an export. */
export const EXPORTS: readonly Documented[] = [...ENTRIES].flatMap(([specifier, file]) =>
  exportsOf(file)
    .filter(({ symbol }) => !symbol.declarations?.[0]?.getSourceFile().fileName.endsWith("generated/types.ts"))
    .flatMap((each) => documented(each, specifier)),
);
