import { isDeepStrictEqual } from "node:util";
import { at, isObject, type Json } from "./contract.ts";
import { mapSchema } from "./schema.ts";

/** The schema of a property that an alternative excludes. */
export const ABSENT: Json = { "x-absent": true };

/** Schemas by their names. */
type Schemas = [string, Json][];

/**
 * Splits an object schema with a `oneOf` into named schemas, so that compiler errors are short: one with the properties
 * that all branches share, one alternative with the property that only some branches require, and one without it. The
 * same objects are valid.
 *
 * Editors show no documentation for a key that two alternatives declare. After this split, an object literal with the
 * deciding property matches only one alternative.
 */
export function withAlternatives(name: string, schema: Json): Schemas {
  const { oneOf, properties, ...whole } = schema;
  if (!Array.isArray(oneOf) || !isObject(properties)) return [[name, schema]];
  const branches = oneOf as Json[];
  const { decisive, differing } = propertiesOf(name, branches);
  const { [decisive]: decides, [differing]: differs, ...shared } = properties;
  const variants = branches.map((branch) => variantOf(branch, differing, at(differs)));
  const others = variants.filter(({ branch }) => !requires(branch, decisive));
  const present = { description: `With \`${decisive}\`.`, required: [decisive], properties: { [decisive]: decides } };
  const absent = { description: `Without \`${decisive}\`.`, required: [], properties: { [decisive]: ABSENT } };
  const base = `${name}Base`;
  const alternatives: Schemas = [
    [`${name}Without${pascalCase(decisive)}`, alternativeOf(absent, differing, at(differs), others)],
    [`${name}With${pascalCase(decisive)}`, alternativeOf(present, differing, at(differs), variants)],
  ];
  return [
    [
      name,
      { description: whole.description, allOf: [reference(base)], oneOf: alternatives.map(([one]) => reference(one)) },
    ],
    [base, { ...whole, properties: shared }],
    ...alternatives,
    ...variants.map((variant): [string, Json] => [variant.name, variant.schema]),
  ];
}

interface Properties {
  /** The property that some branches require and the others allow, with the same schema. */
  readonly decisive: string;
  /** The property that each branch describes differently. */
  readonly differing: string;
}

/** Returns the properties that the branches declare. Throws when they declare any others than these two. */
function propertiesOf(name: string, branches: readonly Json[]): Properties {
  const names = [...new Set(branches.flatMap((branch) => Object.keys(at(branch, "properties"))))];
  const isAlike = (property: string): boolean =>
    branches.every((branch) =>
      isDeepStrictEqual(at(branch, "properties", property), at(branches[0], "properties", property)),
    );
  const [decisive, ...alike] = names.filter(isAlike);
  const [differing, ...more] = names.filter((property) => !isAlike(property));
  if (decisive !== undefined && differing !== undefined && alike.length + more.length === 0)
    return { decisive, differing };
  throw new Error(`${name}: the branches of oneOf must declare two properties, one of them with the same schema`);
}

/** How one branch describes the property that differs. */
interface Variant {
  readonly name: string;
  readonly schema: Json;
  readonly branch: Json;
}

function variantOf(branch: Json, property: string, { $ref }: Json): Variant {
  const name = String($ref).replace(/.*\//, "") + pascalCase(String(branch.title));
  const schema = mapSchema(at(branch, "properties", property), withoutDocumentation);
  return { name, schema: { description: branch.description, ...schema }, branch };
}

/** Drops the documentation: the property's own schema has it, and editors would show both. */
function withoutDocumentation(schema: Json): Json {
  const documentation = new Set(["description", "default", "examples"]);
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !documentation.has(key)));
}

interface Alternative {
  readonly description: string;
  readonly required: readonly string[];
  readonly properties: Json;
}

/** Adds the differing property, whose schema is any of the variants. */
function alternativeOf(
  { description, required, properties }: Alternative,
  name: string,
  property: Json,
  variants: readonly Variant[],
): Json {
  const { $ref, ...documentation } = property;
  const isRequired = variants.every(({ branch }) => requires(branch, name));
  const differing = { ...documentation, allOf: [{ $ref }], oneOf: variants.map((variant) => reference(variant.name)) };
  return {
    description,
    type: "object",
    required: isRequired ? [...required, name] : required,
    properties: { ...properties, [name]: differing },
  };
}

function requires({ required }: Json, property: string): boolean {
  return Array.isArray(required) && required.includes(property);
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

/** `Multi-shot` becomes `MultiShot`. */
function pascalCase(text: string): string {
  return text.replaceAll(/(?:^|\W+)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
