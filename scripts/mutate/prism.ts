import { createClientFromOperations } from "@stoplight/prism-http/dist/client.js";
import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import type { ContractCase, SendableRequest } from "../../src/contract/index.ts";
import { entriesOf } from "../../src/contract/schema/json.ts";
import { isObject, type JsonObject } from "../../src/shared/json.ts";
import { withoutKey } from "./edit.ts";

type Method = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";

/** Returns whether Prism, serving a document in this process, accepts the request of a case. */
export type PrismValidator = (one: ContractCase) => Promise<boolean>;

const SILENT = {
  child: () => SILENT,
  ...Object.fromEntries(
    ["info", "success", "error", "warn", "debug", "trace", "fatal"].map((level) => [level, () => undefined]),
  ),
};
const BASE_URL = "http://prism.invalid";

/**
 * Serves a document with Prism's library, without a socket. Only validates the request: no authorization, no callbacks.
 */
export async function prismValidator(document: JsonObject): Promise<PrismValidator> {
  // Prism resolves references in the given object itself.
  const operations = await getHttpOperationsFromSpec(structuredClone(withoutSideEffects(document)));
  const logger = SILENT as never;
  const client = createClientFromOperations(operations, {
    ...{
      isProxy: false,
      mock: { dynamic: false },
      checkSecurity: false,
      errors: false,
      validateRequest: true,
      validateResponse: false,
    },
    ...{ logger, upstreamProxy: undefined },
  });
  return async ({ request }) => {
    if (!request || "unsendable" in request) throw new Error("there is no request for this case");
    const { method, headers, body } = request;
    const input = {
      method: method.toLowerCase() as Method,
      headers: { ...headers },
      ...(body === undefined ? {} : { body: JSON.parse(body) as unknown }),
    };
    const { violations } = await client.request(urlOf(request), input);
    return violations.input.length === 0;
  };
}

function urlOf({ path, query }: SendableRequest): string {
  const search = query.map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`).join("&");
  return `${BASE_URL}${path}${search === "" ? "" : `?${search}`}`;
}

// Prism sends callbacks over the network, even for requests that it rejects.
function withoutSideEffects(value: JsonObject): JsonObject {
  const paths = entriesOf(value.paths).map(([path, item]) => [
    path,
    isObject(item) ? Object.fromEntries(entriesOf(item).map(([key, one]) => [key, quiet(one)])) : item,
  ]);
  return {
    ...withoutKey(value, "security"),
    servers: [{ url: BASE_URL }],
    paths: Object.fromEntries(paths) as JsonObject,
  };
}

function quiet(operation: unknown): unknown {
  if (!isObject(operation)) return operation;
  return withoutKey(withoutKey(operation, "callbacks"), "security");
}
