import openapiTS, { astToString } from "openapi-typescript";
import { at, HEADER, type Json } from "./contract.ts";
import { withLimits } from "./limits.ts";
import { mapSchema } from "./schema.ts";

/** `types.ts`: what openapi-typescript makes of the contract, its limits added to the documentation. */
export async function generateTypes(document: Json): Promise<string> {
  const schemas = Object.entries(at(document, "components", "schemas"));
  const documented = Object.fromEntries(schemas.map(([name, schema]) => [name, mapSchema(at(schema), withLimits)]));
  const nodes = await openapiTS(
    JSON.stringify({ ...document, components: { ...at(document, "components"), schemas: documented } }),
    {
      // Without this, a field with a default would be required in requests.
      defaultNonNullable: false,
      immutable: true,
      emptyObjectsUnknown: true,
      rootTypes: true,
      rootTypesNoSchemaPrefix: true,
      silent: true,
    },
  );
  return `${HEADER}\n${astToString(nodes).replaceAll(/^export (?:type|interface) (\w+)/gm, (line, name: string) => commentOf(name, documented) + line)}`;
}

const MAPS: Readonly<Record<string, string>> = {
  paths: "The operations by path and method.",
  operations: "Parameters, bodies and answers of each operation, by its operationId.",
  components: "What the contract names once and uses often.",
};

/** openapi-typescript documents what is within a schema, not the type that carries its name. */
function commentOf(name: string, schemas: Json): string {
  const text = MAPS[name] ?? at(schemas, name).description;
  if (typeof text !== "string") return "";
  const lines = text.trim().replaceAll("*/", "*\\/").split("\n");
  return lines.length === 1
    ? `/** ${lines.join()} */\n`
    : `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}
