import { defineConfig } from "vitest/config";

/**
 * The tests that mutants of the SDK's validation and of its retry policy are held against: those that need no server
 * and no build.
 */
export default defineConfig({
  test: {
    include: [
      "test/unit/find-unserializable.test.ts",
      "test/unit/preview.test.ts",
      "test/unit/provably-unsent.test.ts",
      "test/unit/rules.test.ts",
      "test/unit/serialize-request.test.ts",
      "test/unit/retry-policy.test.ts",
      "test/unit/retry-after.test.ts",
      "test/unit/client.test.ts",
      "test/unit/odd-responses.test.ts",
      "test/unit/validation.test.ts",
    ],
    testTimeout: 20_000,
  },
});
