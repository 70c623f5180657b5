// Protects against blind spots: the tests exercise every documented status, named example, response header and security
// rule.
import { beforeAll, describe, expect, test } from "vitest";
import { documentedOf, type DocumentedItem } from "../../scripts/coverage/documented.ts";
import { isExercised } from "../../scripts/coverage/exercised.ts";
import { exerciseCallbacks, exerciseOperations, type Exchange } from "../../scripts/coverage/exchanges.ts";
import { contract } from "./schema-validators.ts";
import { targets } from "./targets.ts";

const documented = documentedOf(contract);
const title = ({ operation, kind, at, name }: DocumentedItem): string =>
  [operation, at, kind, name].filter((word) => word !== "").join(" ");
const exchangesOf = new Map<string, readonly Exchange[]>();

beforeAll(async () => {
  for (const { name, url, fetch } of targets) exchangesOf.set(name, await exerciseOperations(contract, url, fetch));
  exchangesOf.set("callbacks", await exerciseCallbacks(contract));
});

const all = (): readonly Exchange[] => [...exchangesOf.values()].flat();

test.each(documented.map((item) => [title(item), item] as const))("%s is exercised", (_title, item) => {
  expect(isExercised(item, all(), documented)).toBe(true);
});

describe("the sandbox by itself", () => {
  const headers = [
    ...new Map(
      documented.filter(({ kind }) => kind === "header").map((item) => [`${item.operation} ${item.name}`, item]),
    ).values(),
  ];

  test.each(headers.map((item) => [item.operation, item.name] as const))(
    "responds to %s with the header %s and a valid value",
    (operation, name) => {
      const exchanges = exchangesOf.get("the sandbox") ?? [];
      const items = documented.filter(
        (item) => item.kind === "header" && item.operation === operation && item.name === name,
      );

      expect(items.some((item) => isExercised(item, exchanges, documented))).toBe(true);
    },
  );

  test("sends Retry-After with 429, and Idempotency-Replayed with a replayed response", () => {
    const exchanges = exchangesOf.get("the sandbox") ?? [];

    const limited = exchanges
      .filter(({ status }) => status === 429)
      .map(({ responseHeaders }) => responseHeaders.get("retry-after"));
    const replayed = exchanges
      .map(({ responseHeaders }) => responseHeaders.get("idempotency-replayed"))
      .filter((value) => value !== null);

    expect(limited.length).toBeGreaterThan(0);
    expect(limited.every((value) => /^\d+$/.test(value ?? ""))).toBe(true);
    expect(new Set(replayed)).toEqual(new Set(["true"]));
  });

  test.each(
    documented
      .filter(({ kind, name }) => kind === "security" && name !== "none")
      .map((item) => [item.operation, item] as const),
  )("rejects unauthorized requests of %s", (_operation, item) => {
    expect(isExercised(item, exchangesOf.get("the sandbox") ?? [], documented)).toBe(true);
  });
});

describe("a gap in the coverage", () => {
  const without: Record<DocumentedItem["kind"], (item: DocumentedItem, exchange: Exchange) => boolean> = {
    status: ({ name }, { status }) =>
      String(status).startsWith(name.replace(/X+$/, "")) || (name === "default" && status === 503),
    "response example": ({ value }, { responseBody }) => JSON.stringify(responseBody) === JSON.stringify(value),
    "request example": ({ value }, { requestBody }) => JSON.stringify(requestBody) === JSON.stringify(value),
    "parameter example": ({ value }, { path, requestHeaders }) =>
      path.includes(String(value)) || [...requestHeaders.values()].includes(String(value)),
    "callback example": ({ name }, { requestBody }) =>
      (requestBody as { status?: string } | undefined)?.status === name,
    header: ({ name }, { responseHeaders }) => responseHeaders.has(name),
    security: (_item, { requestHeaders }) => !requestHeaders.has("authorization"),
  };

  test.each(documented.map((item) => [title(item), item] as const))(
    "is found when no exchange has the %s",
    (_title, item) => {
      const left = all().filter(
        (exchange) => exchange.operation !== item.operation || !without[item.kind](item, exchange),
      );

      expect(isExercised(item, left, documented)).toBe(false);
    },
  );

  test("is found when an operation accepts requests without credentials", () => {
    const [item] = documented.filter(({ kind }) => kind === "security");
    const open = all().map((exchange) => ({ ...exchange, status: exchange.status === 401 ? 200 : exchange.status }));

    expect(item && isExercised(item, open, documented)).toBe(false);
  });
});
