// Protects every constraint of the contract, with accepted and rejected values: the generated validators, Prism and the
// sandbox accept or reject each derived case as expected.
import { beforeAll, describe, expect, test } from "vitest";
import { agreesWithCase, whyNotValidated } from "../../scripts/validators/generated.ts";
import { acceptedByServer, DIFFERENCES, eachOf, isSendable } from "../../scripts/validators/server.ts";
import { documentedOf } from "../../scripts/coverage/documented.ts";
import { isExercised } from "../../scripts/coverage/exercised.ts";
import { statusOf } from "../../scripts/coverage/exchanges.ts";
import type { ContractCase } from "../../src/contract/index.ts";
import { derived } from "./derived.ts";
import { contract } from "./schema-validators.ts";
import { targets } from "./targets.ts";

const { cases, coverage } = derived;

const byConstraint = new Map<string, ContractCase[]>();
for (const one of cases) {
  const name = `${one.operation} ${one.location} ${one.pointer} ${one.keyword}`;
  byConstraint.set(name, [...(byConstraint.get(name) ?? []), one]);
}
const groups = [...byConstraint];

test("every constraint of the contract has cases on both sides", () => {
  const uncovered = coverage.filter(({ covered }) => !covered);

  expect(uncovered).toEqual([]);
});

describe("the generated validators agree with each case and report the violated keyword", () => {
  const validated = groups
    .map(([name, group]) => [name, group.filter((one) => whyNotValidated(one) === undefined)] as const)
    .filter(([, group]) => group.length > 0);

  test.each(validated)("%s", (_name, group) => {
    for (const one of group)
      expect.soft(agreesWithCase(contract, one), `${one.why}: ${JSON.stringify(one.value).slice(0, 200)}`).toBe(true);
  });
});

describe("the check of response headers agrees with each case", () => {
  const documented = documentedOf(contract);
  // A header value is always a string.
  const written = groups
    .map(
      ([name, group]) =>
        [name, group.filter(({ header, value }) => header !== undefined && typeof value === "string")] as const,
    )
    .filter(([, group]) => group.length > 0);

  test.each(written)("%s", (_name, group) => {
    for (const one of group) {
      const item = documented.find(
        ({ operation, kind, at, name }) =>
          kind === "header" && operation === one.operation && `response:${at}` === one.location && name === one.header,
      );
      // A map: `Headers` trims or rejects some of the values.
      const responseHeaders = new Map([[one.header, one.value]]) as unknown as Headers;
      const exchange = {
        operation: one.operation,
        path: "",
        requestHeaders: new Headers(),
        requestBody: undefined,
        status: statusOf(item?.at ?? ""),
        responseHeaders,
        responseBody: undefined,
      };

      const isValid = item !== undefined && isExercised(item, [exchange], documented);

      expect.soft(isValid, `${one.why}: ${JSON.stringify(one.value).slice(0, 200)}`).toBe(one.valid);
    }
  });
});

// Fails on a difference that is not listed, and on a listed one that no longer occurs.
describe.each(targets)("$name agrees with each case", (target) => {
  const differences = DIFFERENCES.filter((difference) => difference.target === target.name);
  const sendable = groups
    .map(([name, group]) => [name, group.filter(isSendable)] as const)
    .filter(([, group]) => group.length > 0);
  // Several cases may share a request, which is sent once.
  const requests = new Map(
    sendable.flatMap(([, group]) => group.map(({ request }) => [JSON.stringify(request), request] as const)),
  );
  const accepted = new Map<string, boolean>();

  beforeAll(() =>
    eachOf([...requests], async ([text, request]) => {
      accepted.set(
        text,
        await acceptedByServer(target.url, request, target.fetch === fetch ? undefined : target.fetch),
      );
    }),
  );

  test.each(sendable)("%s", (_name, group) => {
    for (const one of group) {
      const expected = differences.some(({ applies }) => applies(one)) ? !one.valid : one.valid;
      expect
        .soft(
          accepted.get(JSON.stringify(one.request)),
          `${one.why}: ${one.request.path} ${String(one.request.body).slice(0, 200)}`,
        )
        .toBe(expected);
    }
  });

  test.for(differences)("a listed difference still occurs: $reason", ({ applies }) => {
    expect(cases.filter(isSendable).some(applies)).toBe(true);
  });
});

test("a value that HTTP cannot transmit is listed with the reason", () => {
  const reasons = cases.flatMap(({ request }) =>
    request !== undefined && "unsendable" in request ? [request.unsendable] : [],
  );

  expect([...new Set(reasons)]).toMatchInlineSnapshot(`
    [
      "the header parameter Idempotency-Key cannot carry the value",
      "null has no form in a header parameter",
      "an empty text cannot be distinguished from a missing value",
      "the path parameter task_id cannot carry the value",
      "null has no form in a path parameter",
    ]
  `);
});
