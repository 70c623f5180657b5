// Protects against blind spots: every documented status, named example, response header and security rule passes
// through the suite.
import { beforeAll, describe, expect, test } from "vitest";
import { documentedOf, type Documented } from "../../scripts/surface/documented.ts";
import { isSeen } from "../../scripts/surface/seen.ts";
import { exerciseCallbacks, exerciseOperations, type Exchange } from "../../scripts/surface/traffic.ts";
import { contract } from "./schema-validators.ts";
import { targets } from "./targets.ts";

const documented = documentedOf(contract);
const title = ({ operation, kind, at, name }: Documented): string =>
  [operation, at, kind, name].filter((word) => word !== "").join(" ");
const seen = new Map<string, readonly Exchange[]>();

beforeAll(async () => {
  for (const { name, url, fetch } of targets) seen.set(name, await exerciseOperations(contract, url, fetch));
  seen.set("callbacks", await exerciseCallbacks(contract));
});

const all = (): readonly Exchange[] => [...seen.values()].flat();

test.each(documented.map((item) => [title(item), item] as const))("%s was seen", (_title, item) => {
  expect(isSeen(item, all(), documented)).toBe(true);
});

describe("the sandbox by itself", () => {
  const headers = [
    ...new Map(
      documented.filter(({ kind }) => kind === "header").map((item) => [`${item.operation} ${item.name}`, item]),
    ).values(),
  ];

  test.each(headers.map((item) => [item.operation, item.name] as const))(
    "shows at %s the header %s, with a value that fits",
    (operation, name) => {
      const exchanges = seen.get("the sandbox") ?? [];
      const items = documented.filter(
        (item) => item.kind === "header" && item.operation === operation && item.name === name,
      );

      expect(items.some((item) => isSeen(item, exchanges, documented))).toBe(true);
    },
  );

  test("tells when to come back after 429, and that an answer is a repeated one", () => {
    const exchanges = seen.get("the sandbox") ?? [];

    const limited = exchanges
      .filter(({ status }) => status === 429)
      .map(({ headers: answered }) => answered.get("retry-after"));
    const replayed = exchanges
      .map(({ headers: answered }) => answered.get("idempotency-replayed"))
      .filter((value) => value !== null);

    expect(limited.length).toBeGreaterThan(0);
    expect(limited.every((value) => /^\d+$/.test(value ?? ""))).toBe(true);
    expect(new Set(replayed)).toEqual(new Set(["true"]));
  });

  test.each(
    documented
      .filter(({ kind, name }) => kind === "security" && name !== "none")
      .map((item) => [item.operation, item] as const),
  )("guards %s", (_operation, item) => {
    expect(isSeen(item, seen.get("the sandbox") ?? [], documented)).toBe(true);
  });
});

describe("a miss", () => {
  const without: Record<Documented["kind"], (item: Documented, exchange: Exchange) => boolean> = {
    status: ({ name }, { status }) =>
      String(status).startsWith(name.replace(/X+$/, "")) || (name === "default" && status === 503),
    "answer example": ({ value }, { answer }) => JSON.stringify(answer) === JSON.stringify(value),
    "request example": ({ value }, { body }) => JSON.stringify(body) === JSON.stringify(value),
    "parameter example": ({ value }, { path, sent }) =>
      path.includes(String(value)) || [...sent.values()].includes(String(value)),
    "callback example": ({ name }, { body }) => (body as { status?: string } | undefined)?.status === name,
    header: ({ name }, { headers }) => headers.has(name),
    security: (_item, { sent }) => !sent.has("authorization"),
  };

  test.each(documented.map((item) => [title(item), item] as const))("is noticed: %s", (_title, item) => {
    const left = all().filter(
      (exchange) => exchange.operation !== item.operation || !without[item.kind](item, exchange),
    );

    expect(isSeen(item, left, documented)).toBe(false);
  });

  test("is noticed when an operation answers whoever asks", () => {
    const [item] = documented.filter(({ kind }) => kind === "security");
    const open = all().map((exchange) => ({ ...exchange, status: exchange.status === 401 ? 200 : exchange.status }));

    expect(item && isSeen(item, open, documented)).toBe(false);
  });
});
