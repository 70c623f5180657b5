import { isDeepStrictEqual } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Documented } from "./documented.ts";
import { endOf, type Exchange } from "./traffic.ts";

const ajv = new Ajv2020({ strict: false });

/**
 * Whether one of the exchanges shows what is documented. `all` is everything documented: it says which statuses are
 * `default`.
 */
export function isSeen(item: Documented, exchanges: readonly Exchange[], all: readonly Documented[]): boolean {
  const own = exchanges.filter(({ operation }) => operation === item.operation);
  const answered = (status: string): readonly Exchange[] =>
    own.filter((exchange) => documents(status, exchange.status, namedStatuses(item, all)));
  switch (item.kind) {
    case "status":
      return answered(item.name).length > 0;
    case "answer example":
      return answered(item.at).some(({ answer }) => isDeepStrictEqual(answer, item.value));
    case "request example":
      return own.some(({ body, status }) => status < 300 && isDeepStrictEqual(body, item.value));
    case "parameter example":
      return own.some(
        ({ path, sent, status }) =>
          ![400, 401].includes(status) &&
          (path.split("/").includes(String(item.value)) || sent.get(item.at) === item.value),
      );
    case "callback example":
      return own.some(({ body }) => endOf(body) === endOf(item.value));
    case "header":
      return answered(item.at).some(
        ({ headers }) => headers.has(item.name) && ajv.validate(item.value as object, headers.get(item.name)),
      );
    case "security":
      return item.name === "none"
        ? own.length > 0 && own.every(({ sent }) => !sent.has("authorization"))
        : isGuarded(own);
  }
}

// A rule is seen from both sides: who has the credentials gets further, who has none or others does not.
function isGuarded(own: readonly Exchange[]): boolean {
  const free = own.filter(({ sent }) => !sent.has("prefer"));
  const bearer = free.filter(({ sent }) => (sent.get("authorization") ?? "").startsWith("Bearer "));
  const others = free.filter((exchange) => !bearer.includes(exchange));
  return (
    bearer.some(({ status }) => status !== 401) &&
    others.some(({ sent }) => !sent.has("authorization")) &&
    others.every(({ status }) => status === 401)
  );
}

function namedStatuses({ operation }: Documented, all: readonly Documented[]): readonly string[] {
  return all
    .filter((other) => other.operation === operation && other.kind === "status" && other.name !== "default")
    .map(({ name }) => name);
}

function documents(documented: string, status: number, named: readonly string[]): boolean {
  const fits = (name: string): boolean =>
    name.endsWith("XX") ? String(status).startsWith(name.slice(0, 1)) : name === String(status);
  return documented === "default" ? !named.some(fits) : fits(documented);
}
