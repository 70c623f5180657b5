import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// One worker is what vitest takes on a machine of two cores. These tests wait for processes, servers and timers more
// often than not.
const maxWorkers = Math.max(2, availableParallelism() + 1);
// Programs that tests start are bundled once.
const globalSetup = ["test/bundle.setup.ts"];

const project = (name: string, include: string[], more: object = {}) => ({
  extends: true as const,
  test: { name, include, ...more },
});

// The files that CI reads: the tests in the browser, those of the site and the exhaustive ones run by themselves,
// before the others.
const isExhaustive = process.env.EXHAUSTIVE === "true";
const separate = ["browser", "docs"].find((name) => process.argv.includes(`--project=separate-${name}`));
const alone = isExhaustive ? "exhaustive" : separate;
const outputFile = `reports/junit${alone === undefined ? "" : `-${alone}`}.xml`;
const junit = process.env.CI === "true" ? [["junit", { outputFile }] satisfies [string, Record<string, unknown>]] : [];

export default defineConfig({
  test: {
    reporters: ["default", ...junit, "./test/reporters/total.ts"],
    maxWorkers,
    // The files of a project take turns in one process for each worker, which loads the sources once. So a test gives
    // back what it changes outside of itself: environment, timers, globals, what it listens to.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      // All of these in one project, so that a worker loads each source once. A folder's own: `npx vitest run test/drift`.
      project("tests", ["test/**/*.test.ts"], {
        exclude: ["contract", "docs", "browser"].map((folder) => `test/${folder}/**`),
        globalSetup,
      }),
      project("contract", ["test/contract/**/*.test.ts"], { globalSetup: ["test/contract/servers.setup.ts"] }),
      project("separate-docs", ["test/docs/**/*.test.ts"]),
      project("separate-browser", ["test/browser/**/*.test.ts"], { globalSetup }),
    ],
  },
});
