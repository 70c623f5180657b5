// Protects response bodies: for every documented status, a mock's body matches the contract.
import { describe, expect, test } from "vitest";
import { at } from "../../scripts/generate/contract.ts";
import { contract, examplesOf, pathOf, responses, schemaValidator, type NamedResponse } from "./schema-validators.ts";
import { targets, type Target } from "./targets.ts";

const request = at(contract, "components", "examples", "RequestReferenceVideo").value;

function send({ url, fetch }: Target, { operation }: NamedResponse, prefer: string): Promise<Response> {
  const isPost = operation.method === "post";
  return fetch(`${url}${pathOf(operation)}`, {
    method: operation.method.toUpperCase(),
    headers: { authorization: "Bearer test-key", prefer, ...(isPost ? { "content-type": "application/json" } : {}) },
    ...(isPost ? { body: JSON.stringify(request) } : {}),
  });
}

const cases = targets.flatMap((target) =>
  responses().map((documented) => ({
    target,
    documented,
    title: `${documented.operation.operationId} at ${target.name}`,
  })),
);

describe.each(cases)("$title responds with $documented.status", ({ target, documented }) => {
  test.each(documented.examples)("and its example %s, which matches the contract", async (name, value) => {
    const validate = schemaValidator(documented.schema);
    const code = documented.status === "default" ? "503" : documented.status;

    const response = await send(target, documented, `code=${code}, example=${name}`);
    const body: unknown = await response.json();

    expect(response.status).toBe(Number(code));
    expect(body).toEqual(value);
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe("the validator of responses", () => {
  test.each([
    ["Task", { id: "task-unified-1", status: "done" }],
    ["Task", { status: "pending" }],
    ["Task", { id: "task-unified-1", status: "pending", progress: 101 }],
    ["Credits", { success: true }],
    ["ErrorEnvelope", { error: { code: [400], message: "no" } }],
  ])("rejects an invalid %s: %j", (schema, body) => {
    const validate = schemaValidator(schema);

    expect(validate(body)).toBe(false);
  });

  test("accepts the examples of the callback", () => {
    const validate = schemaValidator("TaskCallback");
    const callback = at(contract, "paths", "/v1/videos/generations", "post", "callbacks", "taskFinished");
    const examples = examplesOf(
      at(callback, "{$request.body#/callback_url}", "post", "requestBody", "content", "application/json"),
    );

    const results = examples.map(([, value]) => validate(value));

    expect(results).toEqual([true, true, true]);
  });
});
