import ts from "typescript";

/**
 * Turns each object schema into a named interface that `components.schemas` refers to: compiler errors show the name of
 * an interface, but all members of an object type.
 */
export function nameObjects(nodes: readonly ts.Node[]): ts.Node[] {
  const interfaces: ts.InterfaceDeclaration[] = [];
  const named = nodes.map((node) => (isInterface(node, "components") ? inComponents(node, interfaces) : node));
  const names = new Set(interfaces.map(({ name }) => name.text));
  const rest = named.filter((node) => !ts.isTypeAliasDeclaration(node) || !names.has(node.name.text));
  return [...rest, ...interfaces];
}

function isInterface(node: ts.Node, name: string): node is ts.InterfaceDeclaration {
  return ts.isInterfaceDeclaration(node) && node.name.text === name;
}

function inComponents(node: ts.InterfaceDeclaration, interfaces: ts.InterfaceDeclaration[]): ts.Node {
  const { factory } = ts;
  const members = node.members.map((member) => {
    if (!isProperty(member, "schemas") || !ts.isTypeLiteralNode(member.type)) return member;
    const schemas = member.type.members.map((schema) => withName(schema, interfaces));
    return withType(member, factory.createTypeLiteralNode(schemas));
  });
  return factory.updateInterfaceDeclaration(node, node.modifiers, node.name, node.typeParameters, undefined, members);
}

function withName(schema: ts.TypeElement, interfaces: ts.InterfaceDeclaration[]): ts.TypeElement {
  if (!isProperty(schema) || !ts.isIdentifier(schema.name) || !ts.isTypeLiteralNode(schema.type)) return schema;
  const { factory } = ts;
  const exported = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const { text } = schema.name;
  interfaces.push(factory.createInterfaceDeclaration(exported, text, undefined, undefined, schema.type.members));
  return withType(schema, factory.createTypeReferenceNode(text));
}

interface TypedProperty extends ts.PropertySignature {
  readonly type: ts.TypeNode;
}

function isProperty(member: ts.TypeElement, name?: string): member is TypedProperty {
  const isNamed = ts.isPropertySignature(member) && ts.isIdentifier(member.name);
  return isNamed && member.type !== undefined && (name === undefined || member.name.text === name);
}

function withType(property: ts.PropertySignature, type: ts.TypeNode): ts.PropertySignature {
  const { modifiers, name, questionToken } = property;
  return ts.factory.updatePropertySignature(property, modifiers, name, questionToken, type);
}
