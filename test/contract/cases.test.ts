// Protects every constraint of the contract on both sides: derived cases, validated by the generated schemas, Prism and
// the sandbox.
import { beforeAll, describe, expect, test } from "vitest";
import { isValidatedRightly, notValidated } from "../../scripts/validators/generated.ts";
import { acceptedByServer, DIFFERENCES, eachOf, isSendable } from "../../scripts/validators/server.ts";
import { documentedOf } from "../../scripts/surface/documented.ts";
import { isSeen } from "../../scripts/surface/seen.ts";
import { statusOf } from "../../scripts/surface/traffic.ts";
import { deriveCases, type ContractCase } from "../../src/contract/index.ts";
import { contract } from "./schema-validators.ts";
import { targets } from "./targets.ts";

const { cases, coverage } = deriveCases(contract);

const byConstraint = new Map<string, ContractCase[]>();
for (const one of cases) {
  const name = `${one.operation} ${one.location} ${one.pointer} ${one.keyword}`;
  byConstraint.set(name, [...(byConstraint.get(name) ?? []), one]);
}
const groups = [...byConstraint];

test("every constraint of the contract is met from both sides", () => {
  const uncovered = coverage.filter(({ covered }) => !covered);

  expect(uncovered).toEqual([]);
});

describe("the generated schemas decide as the contract says, and name the rule that is broken", () => {
  const validated = groups
    .map(([name, group]) => [name, group.filter((one) => notValidated(one) === undefined)] as const)
    .filter(([, group]) => group.length > 0);

  test.each(validated)("%s", (_name, group) => {
    for (const one of group)
      expect
        .soft(isValidatedRightly(contract, one), `${one.why}: ${JSON.stringify(one.value).slice(0, 200)}`)
        .toBe(true);
  });
});

describe("the check of answered headers decides as the contract says", () => {
  const documented = documentedOf(contract);
  // On the wire every value of a header is a text.
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
      // A map, as `Headers` trims and refuses some of the texts.
      const headers = new Map([[one.header, one.value]]) as unknown as Headers;
      const exchange = {
        operation: one.operation,
        path: "",
        sent: new Headers(),
        body: undefined,
        status: statusOf(item?.at ?? ""),
        headers,
        answer: undefined,
      };

      const isShown = item !== undefined && isSeen(item, [exchange], documented);

      expect.soft(isShown, `${one.why}: ${JSON.stringify(one.value).slice(0, 200)}`).toBe(one.valid);
    }
  });
});

// A listed difference that no longer applies fails, as does one that is not listed.
describe.each(targets)("$name decides as the contract says", (target) => {
  const differences = DIFFERENCES.filter((difference) => difference.target === target.name);
  const sendable = groups
    .map(([name, group]) => [name, group.filter(isSendable)] as const)
    .filter(([, group]) => group.length > 0);
  // Several constraints may be shown by the same request, which is sent once.
  const requests = new Map(
    sendable.flatMap(([, group]) => group.map(({ request }) => [JSON.stringify(request), request] as const)),
  );
  const verdicts = new Map<string, boolean>();

  beforeAll(() =>
    eachOf([...requests], async ([text, request]) => {
      verdicts.set(
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
          verdicts.get(JSON.stringify(one.request)),
          `${one.why}: ${one.request.path} ${String(one.request.body).slice(0, 200)}`,
        )
        .toBe(expected);
    }
  });

  test.for(differences)("but for this, which still holds: $reason", ({ applies }) => {
    expect(cases.filter(isSendable).some(applies)).toBe(true);
  });
});

test("what HTTP cannot carry is said", () => {
  const reasons = cases.flatMap(({ request }) =>
    request !== undefined && "unsendable" in request ? [request.unsendable] : [],
  );

  expect([...new Set(reasons)]).toMatchInlineSnapshot(`
    [
      "the header parameter Idempotency-Key cannot carry the value",
      "null has no form in a header parameter",
      "an empty text cannot be distinguished from a value that is left out",
      "the path parameter task_id cannot carry the value",
      "null has no form in a path parameter",
    ]
  `);
});
