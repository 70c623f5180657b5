import { defineConfig } from "vitest/config";

/** The tests that Stryker runs for each mutant (`npm run mutate:code`): those that need no build. */
export default defineConfig({
  test: {
    include: [
      "test/sandbox/callbacks.test.ts",
      "test/sandbox/core.test.ts",
      "test/sandbox/credits.test.ts",
      "test/sandbox/faults.test.ts",
      "test/sandbox/history.test.ts",
      "test/sandbox/ledger.test.ts",
      "test/sandbox/lifecycle.test.ts",
      "test/sandbox/invalid-requests.test.ts",
      "test/sandbox/results.test.ts",
      "test/sandbox/scenarios.test.ts",
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
    setupFiles: ["./test/mutation.setup.ts"],
    testTimeout: 20_000,
  },
});
