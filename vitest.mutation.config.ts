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
      "test/sdk/validation/find-unserializable.test.ts",
      "test/sdk/validation/preview.test.ts",
      "test/sdk/http/provably-unsent.test.ts",
      "test/sdk/validation/semantic-rules.test.ts",
      "test/sdk/validation/serialize-request.test.ts",
      "test/sdk/http/retry-policy.test.ts",
      "test/sdk/http/retry-after.test.ts",
      "test/sdk/client.test.ts",
      "test/sdk/http/odd-responses.test.ts",
      "test/sdk/validation/validate.test.ts",
    ],
    setupFiles: ["./test/mutation.setup.ts"],
    testTimeout: 20_000,
  },
});
