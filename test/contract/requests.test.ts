// Protects requests: the named examples are accepted, and unauthorized requests are rejected.
import { describe, expect, test } from "vitest";
import { validateVideoGenerationRequest } from "../../generated/validators/VideoGenerationRequest.js";
import type { VideoGenerationRequest } from "../../generated/types.ts";
import { at } from "../../scripts/generate/contract.ts";
import { validate } from "../../src/sdk/validation/validate.ts";
import { validateSemantics } from "../../src/sdk/validation/semantic-rules.ts";
import { contract, examplesOf, schemaValidator } from "./schema-validators.ts";
import { targets, type Target } from "./targets.ts";

const media = at(contract, "paths", "/v1/videos/generations", "post", "requestBody", "content", "application/json");

function post(
  { url, fetch }: Target,
  body: unknown,
  headers: Record<string, string> = { authorization: "Bearer test-key" },
): Promise<Response> {
  return fetch(`${url}/v1/videos/generations`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

describe.each(examplesOf(media))("the named request %s", (_name, body) => {
  test.each(targets)("is accepted by $name, which responds with a task", async (target) => {
    const validate = schemaValidator("Task");

    const response = await post(target, body);
    const responseBody: unknown = await response.json();

    expect(response.status).toBe(200);
    expect(validate(responseBody)).toBe(true);
  });

  test("is accepted by the generated validator and the semantic rules", () => {
    const violations = [
      ...validate(validateVideoGenerationRequest, body),
      ...validateSemantics(body as VideoGenerationRequest),
    ];

    expect(violations).toEqual([]);
  });
});

describe.each(targets)("authorization at $name", (target) => {
  const body = examplesOf(media)[0]?.[1];

  test.each([
    ["none", {}],
    ["another scheme", { authorization: "Basic dGVzdDp0ZXN0" }],
  ])("is required: a request with %s gets 401 and the contract's error envelope", async (_name, headers) => {
    const validate = schemaValidator("ErrorEnvelope");

    const response = await post(target, body, headers);
    const responseBody: unknown = await response.json();

    expect(response.status).toBe(401);
    expect(validate(responseBody)).toBe(true);
  });

  test.each(["/v1/tasks/task-unified-1757169743-7cvnl5zw", "/v1/credits"])("is required by GET %s", async (path) => {
    const response = await target.fetch(`${target.url}${path}`);

    expect(response.status).toBe(401);
  });
});
