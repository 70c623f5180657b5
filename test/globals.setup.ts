// Fails a file whose tests leave a global replaced: the files that its worker runs after it would meet the replacement.
import { afterAll, expect } from "vitest";

const NAMES = [
  "fetch",
  "Request",
  "Response",
  "Headers",
  "ReadableStream",
  "AbortSignal",
  "Date",
  "setTimeout",
] as const;
const before = NAMES.map((name) => globalThis[name] as unknown);

afterAll(() => {
  expect(NAMES.filter((name, index) => globalThis[name] !== before[index])).toEqual([]);
});
