import openapiTS, { astToString } from "openapi-typescript";
import { at, HEADER, type Json } from "./contract.ts";
import { withLimits } from "./limits.ts";
import { mapSchema } from "./schema.ts";

/** `types.ts`: what openapi-typescript makes of the contract, its limits added to the documentation. */
export async function generateTypes(document: Json): Promise<string> {
  const schemas = Object.entries(at(document, "components", "schemas"));
  const documented = Object.fromEntries(schemas.map(([name, schema]) => [name, mapSchema(at(schema), withLimits)]));
  const nodes = await openapiTS(JSON.stringify({ ...document, components: { ...at(document, "components"), schemas: documented } }), {
    // Without this, a field with a default would be required in requests.
    defaultNonNullable: false,
    immutable: true,
    emptyObjectsUnknown: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    silent: true,
  });
  return `${HEADER}\n${astToString(nodes)}`;
}
