import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// One worker is what vitest takes on a machine of two cores. These tests wait for processes, servers and timers more
// often than not.
const maxWorkers = Math.max(2, availableParallelism() + 1);
// Files that only compute: the contract, and what is derived from it, is loaded once for each worker.
const threads = { pool: "threads" };

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
      project("unit", ["test/unit/**/*.test.ts", "test/types/**/*.test.ts", "test/repo.test.ts"]),
      project("contract", ["test/contract/**/*.test.ts"], {
        ...threads,
        globalSetup: ["test/contract/servers.setup.ts"],
      }),
      project("cases", ["test/contract-cases/**/*.test.ts", "test/patterns/**/*.test.ts"], threads),
      project("sandbox", ["test/sandbox/**/*.test.ts"], { globalSetup }),
      project("openapi", ["test/openapi/**/*.test.ts"]),
      project("drift", ["test/drift/**/*.test.ts"]),
      project("cli", ["test/cli/**/*.test.ts"], { globalSetup }),
      project("batch", ["test/batch/**/*.test.ts"], { globalSetup }),
      project("separate-docs", ["test/docs/**/*.test.ts"]),
      project("guides", ["test/guides/**/*.test.ts", "test/readme.test.ts"], { globalSetup }),
      project("package", ["test/package/**/*.test.ts"]),
      project("separate-browser", ["test/browser/**/*.test.ts"], { globalSetup }),
    ],
  },
});
