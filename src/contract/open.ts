import { isObject, type JsonObject } from "../shared/json.ts";
import { DocumentError } from "./schema/problems.ts";

/**
 * Checks that a value is an OpenAPI document of a supported version. Otherwise throws a `DocumentError` that says what
 * to do.
 */
export function checkVersion(document: unknown): JsonObject {
  if (!isObject(document)) throw new DocumentError("not an OpenAPI document: it is not an object");
  const { openapi, swagger } = document;
  if (typeof openapi === "number")
    throw new DocumentError(
      `\`openapi\` is the number ${openapi}; write it as a text, such as "${openapi === 3 ? "3.1" : openapi}.0"`,
    );
  if (swagger !== undefined)
    throw new DocumentError(
      `this is Swagger ${JSON.stringify(swagger)}; convert the document to OpenAPI 3 first, for example with swagger2openapi or at converter.swagger.io`,
    );
  if (openapi === undefined) throw new DocumentError("not an OpenAPI document: `openapi` is missing");
  if (typeof openapi !== "string" || !/^3\.[0-2](?:\.|$)/.test(openapi))
    throw new DocumentError(`OpenAPI ${JSON.stringify(openapi)} is not supported: it has to be 3.0, 3.1 or 3.2`);
  return document;
}
