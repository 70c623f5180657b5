// Protects the shape of answers: whatever status a mock is made to answer with, the body is what the contract promises.
import { describe, expect, test } from "vitest";
import { at } from "../../scripts/generate/contract.ts";
import { answers, contract, examplesOf, pathOf, schemaValidator, type Answer } from "./schema-validators.ts";
import { targets, type Target } from "./targets.ts";

const request = at(contract, "components", "examples", "RequestReferenceVideo").value;

function send({ url, fetch }: Target, { operation }: Answer, prefer: string): Promise<Response> {
  const isPost = operation.method === "post";
  return fetch(`${url}${pathOf(operation)}`, {
    method: operation.method.toUpperCase(),
    headers: { authorization: "Bearer test-key", prefer, ...(isPost ? { "content-type": "application/json" } : {}) },
    ...(isPost ? { body: JSON.stringify(request) } : {}),
  });
}

const cases = targets.flatMap((target) =>
  answers().map((answer) => ({ target, answer, title: `${answer.operation.operationId} at ${target.name}` })),
);

describe.each(cases)("$title answers $answer.status", ({ target, answer }) => {
  test.each(answer.examples)("with its example %s, as the contract promises", async (name, value) => {
    const validate = schemaValidator(answer.schema);
    const code = answer.status === "default" ? "503" : answer.status;

    const response = await send(target, answer, `code=${code}, example=${name}`);
    const body: unknown = await response.json();

    expect(response.status).toBe(Number(code));
    expect(body).toEqual(value);
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe("the validator of answers", () => {
  test.each([
    ["Task", { id: "task-unified-1", status: "done" }],
    ["Task", { status: "pending" }],
    ["Task", { id: "task-unified-1", status: "pending", progress: 101 }],
    ["Credits", { success: true }],
    ["ErrorEnvelope", { error: { code: [400], message: "no" } }],
  ])("refuses a wrong %s: %j", (schema, body) => {
    const validate = schemaValidator(schema);

    expect(validate(body)).toBe(false);
  });

  test("accepts the examples of the callback", () => {
    const validate = schemaValidator("TaskCallback");
    const callback = at(contract, "paths", "/v1/videos/generations", "post", "callbacks", "taskFinished");
    const examples = examplesOf(
      at(callback, "{$request.body#/callback_url}", "post", "requestBody", "content", "application/json"),
    );

    const verdicts = examples.map(([, value]) => validate(value));

    expect(verdicts).toEqual([true, true, true]);
  });
});
