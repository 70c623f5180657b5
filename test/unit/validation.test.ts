// Protects src/sdk/validation/validate.ts: every kind of violation is told once, in one line, by pointer, keyword and value.
import { describe, expect, test } from "vitest";
import { judgeOf } from "../contract/judge.ts";
import { SAMPLES, toldOf } from "./validation-samples.ts";

describe("what no case of the contract asks", () => {
  test.each(SAMPLES)("$why", (sample) => {
    const { violations, drift, message } = toldOf(sample);

    expect(drift).toEqual(sample.told);
    expect(violations).toEqual(sample.told.filter((line) => !line.endsWith(" field")));
    if (sample.message !== undefined) expect(message).toBe(sample.message);
  });

  test.each(SAMPLES)("is judged as ajv judges it: $why", (sample) => {
    const isAccepted = toldOf(sample).violations.length === 0;

    expect(isAccepted).toBe(judgeOf(sample.schema)(sample.value));
  });
});
