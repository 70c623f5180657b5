import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// vitest uses one worker on a machine with two cores. These tests mostly wait for processes, servers and timers.
const maxWorkers = Math.max(2, availableParallelism() + 1);
// Programs that tests start are bundled once.
const globalSetup = ["test/bundle.setup.ts"];

const project = (name: string, include: string[], more: object = {}) => ({
  extends: true as const,
  test: { name, include, ...more },
});

// The reports for CI: the tests of browser, site and package and the exhaustive ones run separately, before the others.
const isExhaustive = process.env.EXHAUSTIVE === "true";
const separate = ["browser", "docs", "package"].find((name) => process.argv.includes(`--project=separate-${name}`));
const alone = isExhaustive ? "exhaustive" : separate;
const outputFile = `reports/junit${alone === undefined ? "" : `-${alone}`}.xml`;
const junit = process.env.CI === "true" ? [["junit", { outputFile }] satisfies [string, Record<string, unknown>]] : [];

export default defineConfig({
  test: {
    reporters: ["default", ...junit, "./test/reporters/total.ts"],
    maxWorkers,
    // Each worker runs its files one after the other in one process, which loads the sources once. So a test
    // restores everything global that it changes: environment, timers, globals, listeners.
    isolate: false,
    setupFiles: ["test/globals.setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      // One project, so that a worker loads each source once. To run one folder: `npx vitest run test/drift`.
      project("tests", ["test/**/*.test.ts"], {
        exclude: ["contract", "docs", "browser", "package"].map((folder) => `test/${folder}/**`),
        globalSetup,
      }),
      project("contract", ["test/contract/**/*.test.ts"], { globalSetup: ["test/contract/servers.setup.ts"] }),
      project("separate-package", ["test/package/**/*.test.ts"]),
      project("separate-docs", ["test/docs/**/*.test.ts"]),
      project("separate-browser", ["test/browser/**/*.test.ts"], { globalSetup }),
    ],
  },
});
