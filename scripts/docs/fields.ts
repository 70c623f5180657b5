import { Comment, ReflectionKind, type Context, type DeclarationReflection } from "typedoc";
import ts from "typescript";
import { asTable, inCell } from "./table.ts";

/**
 * Lists the fields of a type alias below its description, when the alias is a union or an intersection of objects:
 * TypeDoc prints such an alias as the names of its parts.
 */
export function listFields(context: Context, reflection: DeclarationReflection): void {
  if (!reflection.kindOf(ReflectionKind.TypeAlias)) return;
  const symbol = context.getSymbolFromReflection(reflection);
  const declaration = symbol?.declarations?.find(ts.isTypeAliasDeclaration);
  if (symbol === undefined || declaration === undefined || !isCombined(declaration.type)) return;
  const type = context.checker.getDeclaredTypeOfSymbol(symbol);
  const forms = type.isUnion() ? type.types : [type];
  if (!forms.every(({ flags }) => (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0)) return;
  const rows = fieldsOf(context.checker, forms, declaration);
  if (rows.length === 0) return;
  reflection.comment ??= new Comment();
  const table = asTable(["field", "type", "description"], rows);
  reflection.comment.summary.push({ kind: "text", text: `\n\n**Fields**\n\n${table}` });
}

const isCombined = (node: ts.TypeNode): boolean =>
  ts.isIntersectionTypeNode(node) || ts.isUnionTypeNode(node) || ts.isIndexedAccessTypeNode(node);

/** Returns a table row for each field of any of the forms. */
function fieldsOf(checker: ts.TypeChecker, forms: readonly ts.Type[], place: ts.Node): string[][] {
  const names = [...new Set(forms.flatMap((form) => checker.getPropertiesOfType(form).map(({ name }) => name)))];
  return names.map((name) => {
    const found = forms.flatMap((form) => checker.getPropertyOfType(form, name) ?? []);
    const isRequired =
      found.length === forms.length && found.every(({ flags }) => (flags & ts.SymbolFlags.Optional) === 0);
    const types = new Set(
      found.map((symbol) => checker.typeToString(checker.getTypeOfSymbolAtLocation(symbol, place))),
    );
    const words = found.map((symbol) => documentation(checker, symbol)).find((text) => text !== "") ?? "";
    return [`\`${name}\`${isRequired ? " (required)" : ""}`, `\`${inCell([...types].join(" | "))}\``, inCell(words)];
  });
}

function documentation(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const tags = symbol.getJsDocTags(checker);
  const textOf = (name: string): string[] =>
    tags.filter((tag) => tag.name === name).map(({ text }) => ts.displayPartsToString(text));
  const [usual] = textOf("default");
  return [
    ts.displayPartsToString(symbol.getDocumentationComment(checker)),
    ...textOf("description"),
    usual === undefined ? "" : `Default \`${usual}\`.`,
  ]
    .filter((text) => text !== "")
    .map((text) => (text.endsWith(".") ? text : `${text}.`))
    .join(" ");
}
