import ts from "typescript";

/**
 * Makes the optional properties of some schemas accept `undefined`, also under `exactOptionalPropertyTypes`: callers
 * build requests from values that may be missing.
 */
export function optionalAcceptsUndefined(nodes: readonly ts.Node[], schemas: ReadonlySet<string>): ts.Node[] {
  const { transformed } = ts.transform([...nodes], [(context) => (node) => visit(node, schemas, context)]);
  return transformed;
}

/** Visits the members of `components.schemas`, and every node of the named schemas. */
function visit(node: ts.Node, schemas: ReadonlySet<string>, context: ts.TransformationContext): ts.Node {
  const inSchema = (inner: ts.Node): ts.Node => {
    const visited = ts.visitEachChild(inner, inSchema, context);
    return ts.isPropertySignature(visited) && visited.questionToken !== undefined ? withUndefined(visited) : visited;
  };
  const inDocument = (inner: ts.Node): ts.Node => {
    const isSchema = ts.isPropertySignature(inner) && ts.isIdentifier(inner.name) && schemas.has(inner.name.text);
    return isSchema ? ts.visitEachChild(inner, inSchema, context) : ts.visitEachChild(inner, inDocument, context);
  };
  const isComponents = ts.isInterfaceDeclaration(node) && node.name.text === "components";
  return isComponents ? inDocument(node) : node;
}

function withUndefined(property: ts.PropertySignature): ts.PropertySignature {
  const type = property.type ?? ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword);
  const union = ts.factory.createUnionTypeNode([
    type,
    ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword),
  ]);
  return ts.factory.updatePropertySignature(property, property.modifiers, property.name, property.questionToken, union);
}
