// Protects every constraint of the contract on both sides: derived cases, judged by the generated validators, Prism and the sandbox.
import { beforeAll, describe, expect, test } from "vitest";
import { at } from "../../scripts/generate/contract.ts";
import { deriveCases, type ContractCase, type SendableRequest } from "../../src/contract/index.ts";
import { check, valueAt, type Schema } from "../../src/validate.ts";
import { contract } from "./judge.ts";
import { targets, type Target } from "./targets.ts";

const { cases, coverage } = deriveCases(contract);

const isSendable = (one: ContractCase): one is ContractCase & { request: SendableRequest } => one.request !== undefined && !("unsendable" in one.request);

/** Whether a server accepts a request. A task that does not exist is no matter of form: its id was accepted. */
async function ask(server: Target, { method, path, query, headers, body }: SendableRequest): Promise<boolean> {
  const search = new URLSearchParams(query.map(([name, text]) => [name, text]));
  const url = `${server.url}${path}${search.size > 0 ? `?${search.toString()}` : ""}`;
  const init = { method, headers: { ...headers, authorization: "Bearer test-key" }, ...(body === undefined ? {} : { body }) };
  const response = await fetch(url, init);
  return response.status < 400 || (await response.text()).includes("task_not_found");
}

/** The name of the component schema or parameter that a case is judged by. */
function nameOf({ root }: ContractCase): string {
  const node = valueAt(contract, root);
  const { $ref } = at(node);
  const name = /components\/(?:schemas|parameters)\/(\w+)/.exec(typeof $ref === "string" ? $ref : root)?.[1] ?? "";
  const target = at(contract, "components", "schemas", name).$ref;
  return typeof target === "string" ? target.replace("#/components/schemas/", "") : name;
}

async function askGenerated(one: ContractCase): Promise<boolean> {
  const schema = (await import(`../../generated/validators/${nameOf(one)}.js`)) as Schema<unknown>;
  return check(schema, one.value).length === 0;
}

/** Runs a task for each item, at most so many at a time. */
async function eachOf<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let item = queue.pop(); item !== undefined; item = queue.pop()) await run(item);
  }));
}

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

describe("the generated validators judge as the contract says", () => {
  // A body that is missing is no value to judge; `required` of a request body or a parameter is a matter of HTTP.
  const judged = groups.map(([name, group]) => [name, group.filter(({ value }) => value !== undefined)] as const).filter(([, group]) => group.length > 0);

  test.each(judged)("%s", async (_name, group) => {
    for (const one of group) expect.soft(await askGenerated(one), `${one.why}: ${JSON.stringify(one.value).slice(0, 200)}`).toBe(one.valid);
  });
});

/** Where a server is known to judge otherwise. An entry that no longer applies fails, as does a difference that is not listed. */
const DIFFERENCES = [
  {
    target: "Prism",
    reason: "it takes an empty header for a missing one",
    applies: ({ location, request }: ContractCase & { request: SendableRequest }): boolean =>
      location === "header" && Object.values(request.headers).includes(""),
  },
];

describe.each(targets)("$name judges as the contract says", (target) => {
  const differences = DIFFERENCES.filter((difference) => difference.target === target.name);
  const sendable = groups.map(([name, group]) => [name, group.filter(isSendable)] as const).filter(([, group]) => group.length > 0);
  const verdicts = new Map<ContractCase, boolean>();

  beforeAll(() =>
    eachOf(
      sendable.flatMap(([, group]) => group),
      async (one) => {
        verdicts.set(one, await ask(target, one.request));
      },
    ),
  );

  test.each(sendable)("%s", (_name, group) => {
    for (const one of group) {
      const expected = differences.some(({ applies }) => applies(one)) ? !one.valid : one.valid;
      expect.soft(verdicts.get(one), `${one.why}: ${one.request.path} ${String(one.request.body).slice(0, 200)}`).toBe(expected);
    }
  });

  test.for(differences)("but for this, which still holds: $reason", ({ applies }) => {
    expect(cases.filter(isSendable).some(applies)).toBe(true);
  });
});

test("what HTTP cannot carry is said", () => {
  const reasons = cases.flatMap(({ request }) => (request !== undefined && "unsendable" in request ? [request.unsendable] : []));

  expect([...new Set(reasons)]).toMatchInlineSnapshot(`
    [
      "the header parameter Idempotency-Key cannot carry the value",
      "the path parameter task_id cannot carry the value",
    ]
  `);
});
