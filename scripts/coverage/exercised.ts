import { isDeepStrictEqual } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { DocumentedItem } from "./documented.ts";
import { scenarioOf, type Exchange } from "./exchanges.ts";

const ajv = new Ajv2020({ strict: false });

/**
 * Returns whether the exchanges exercise a documented item. `all` holds every documented item: a status that none of
 * them names is `default`.
 */
export function isExercised(item: DocumentedItem, exchanges: readonly Exchange[], all: readonly DocumentedItem[]): boolean {
  const own = exchanges.filter(({ operation }) => operation === item.operation);
  const withStatus = (status: string): readonly Exchange[] =>
    own.filter((exchange) => documents(status, exchange.status, namedStatuses(item, all)));
  switch (item.kind) {
    case "status":
      return withStatus(item.name).length > 0;
    case "response example":
      return withStatus(item.at).some(({ responseBody }) => isDeepStrictEqual(responseBody, item.value));
    case "request example":
      return own.some(({ requestBody, status }) => status < 300 && isDeepStrictEqual(requestBody, item.value));
    case "parameter example":
      return own.some(
        ({ path, requestHeaders, status }) =>
          ![400, 401].includes(status) &&
          (path.split("/").includes(String(item.value)) || requestHeaders.get(item.at) === item.value),
      );
    case "callback example":
      return own.some(({ requestBody }) => scenarioOf(requestBody) === scenarioOf(item.value));
    case "header":
      return withStatus(item.at).some(
        ({ responseHeaders }) =>
          responseHeaders.has(item.name) && ajv.validate(item.value as object, responseHeaders.get(item.name)),
      );
    case "security":
      return item.name === "none"
        ? own.length > 0 && own.every(({ requestHeaders }) => !requestHeaders.has("authorization"))
        : isGuarded(own);
  }
}

// Both sides have to be exercised: requests with credentials get past 401, requests without or with others do not.
function isGuarded(own: readonly Exchange[]): boolean {
  const free = own.filter(({ requestHeaders }) => !requestHeaders.has("prefer"));
  const bearer = free.filter(({ requestHeaders }) => (requestHeaders.get("authorization") ?? "").startsWith("Bearer "));
  const others = free.filter((exchange) => !bearer.includes(exchange));
  return (
    bearer.some(({ status }) => status !== 401) &&
    others.some(({ requestHeaders }) => !requestHeaders.has("authorization")) &&
    others.every(({ status }) => status === 401)
  );
}

function namedStatuses({ operation }: DocumentedItem, all: readonly DocumentedItem[]): readonly string[] {
  return all
    .filter((other) => other.operation === operation && other.kind === "status" && other.name !== "default")
    .map(({ name }) => name);
}

function documents(documented: string, status: number, named: readonly string[]): boolean {
  const fits = (name: string): boolean =>
    name.endsWith("XX") ? String(status).startsWith(name.slice(0, 1)) : name === String(status);
  return documented === "default" ? !named.some(fits) : fits(documented);
}
