// Protects src/sdk/validation/validate.ts: every kind of violation is reported once, in one line, with pointer, keyword
// and value.
import { describe, expect, test } from "vitest";
import type { Json } from "../../../scripts/generate/contract.ts";
import { compileValidator } from "../../../scripts/generate/validators/compile.ts";
import { InvalidRequestError } from "../../../src/sdk/index.ts";
import { createIdempotencyGuard } from "../../../src/sdk/validation/idempotency-keys.ts";
import { assertIdInPath, assertTaskId } from "../../../src/sdk/validation/task-id.ts";
import { assertValid, validate } from "../../../src/sdk/validation/validate.ts";
import { withoutNulls } from "../../../src/sdk/validation/without-nulls.ts";
import { validatorOf } from "../../contract/schema-validators.ts";
import { SAMPLES, violationsOf } from "./samples.ts";

describe("samples that no case of the contract covers", () => {
  test.each(SAMPLES)("$why", (sample) => {
    const { violations, drift, message } = violationsOf(sample);

    expect(drift).toEqual(sample.violations);
    expect(violations).toEqual(sample.violations.filter((line) => !line.endsWith(" field")));
    if (sample.message !== undefined) expect(message).toBe(sample.message);
  });

  test.each(SAMPLES)("agrees with ajv: $why", (sample) => {
    const isAccepted = violationsOf(sample).violations.length === 0;

    expect(isAccepted).toBe(validatorOf(sample.schema)(sample.value));
  });
});

/** Returns the error with which an action is rejected. */
function refusalOf(action: () => void): InvalidRequestError | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidRequestError) return error;
    throw error;
  }
}

describe("the error of several violations", () => {
  const texts: Json = { type: "array", items: { type: "string" } };
  const violationsOf = (count: number): ReturnType<typeof validate> =>
    Array.from({ length: count }, (_, index) =>
      validate(compileValidator(texts), Array(index).fill("a").concat([1])),
    ).flat();

  test.each([
    { count: 1, listed: 1, last: "/0: must be of type string, got 1 (type)" },
    { count: 20, listed: 20, last: "/19: must be of type string, got 1 (type)" },
    { count: 21, listed: 20, last: "and 1 more" },
    { count: 25, listed: 20, last: "and 5 more" },
  ])("of $count lists $listed", ({ count, listed, last }) => {
    const error = refusalOf(() => assertValid(violationsOf(count)));

    expect(error?.violations).toHaveLength(listed);
    expect(error?.message.split("\n").at(-1)?.trim()).toBe(last);
  });

  test("does not exist without violations", () => {
    expect(refusalOf(() => assertValid([]))).toBeUndefined();
  });
});

describe("a task id", () => {
  test.each(["task-unified-1757169743-7cvnl5zw", "task-unified-é"])("is accepted: %s", (id) => {
    expect(refusalOf(() => assertTaskId(id))).toBeUndefined();
  });

  test.each(["a", "...", "a/b", "🦊"])("of another form may be used in a path: %s", (id) => {
    expect(refusalOf(() => assertIdInPath(id))).toBeUndefined();
    expect(refusalOf(() => assertTaskId(id))?.message).toContain("\n  task_id: ");
  });

  test.each(["", ".", "..", "\ud83e", 5, null, undefined, {}])("cannot be used in a path: %j", (id) => {
    const error = refusalOf(() => assertIdInPath(id));

    expect(error?.violations.map(({ pointer, keyword }) => [pointer, keyword])).toEqual([["", "path"]]);
    expect(error?.message).toContain("\n  task_id: is not a task id (task-unified-…)");
  });
});

describe("an idempotency key", () => {
  const keyOf = (index: number): string => `0123456789abcdef-${index}`;

  test("may be used for one body only", () => {
    const guard = createIdempotencyGuard();

    expect(refusalOf(() => guard(keyOf(1), "a"))).toBeUndefined();
    expect(refusalOf(() => guard(keyOf(1), "a"))).toBeUndefined();
    expect(refusalOf(() => guard(keyOf(2), "b"))).toBeUndefined();
    expect(refusalOf(() => guard(keyOf(1), "b"))?.violations).toEqual([
      {
        pointer: "",
        keyword: "idempotency",
        limit: undefined,
        value: undefined,
        message: "Idempotency-Key: was used with another body: choose a new key (idempotency)",
      },
    ]);
  });

  test("that does not match the contract is rejected, and the error names the header", () => {
    expect(refusalOf(() => createIdempotencyGuard()("short", "a"))?.message).toContain("\n  Idempotency-Key: ");
  });

  test("is remembered while it is among the 1,000 most recently used", () => {
    const guard = createIdempotencyGuard();
    guard(keyOf(0), "a");
    guard(keyOf(1), "a");
    guard(keyOf(0), "a");
    for (let index = 2; index < 1000; index++) guard(keyOf(index), "a");

    expect(refusalOf(() => guard(keyOf(1), "b"))).toBeDefined();
    guard(keyOf(1000), "a");
    expect(refusalOf(() => guard(keyOf(0), "b"))).toBeDefined();
    expect(refusalOf(() => guard(keyOf(1), "b"))).toBeUndefined();
  });
});

describe("members that are null", () => {
  const within = (value: unknown, levels: number): Record<string, unknown> =>
    levels === 0 ? { value } : { inner: within(value, levels - 1) };

  test("are removed, as deep as any schema of the contract", () => {
    expect(withoutNulls({ a: null, b: { c: null, d: 1, e: [null] } })).toEqual({ b: { d: 1, e: [null] } });
    expect(JSON.stringify(withoutNulls(within(null, 8)))).not.toContain("null");
    expect(JSON.stringify(withoutNulls(within(null, 9)))).toContain("null");
  });

  test("the same body is returned when there are none", () => {
    const body = { a: 1, b: { c: [] } };

    expect(withoutNulls(body)).toBe(body);
  });
});
