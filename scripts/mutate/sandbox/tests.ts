import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startVitest, type TestModule } from "vitest/node";
import type { NumberedEdit } from "../code/switchable.ts";
import { switchable } from "../code/switchable.ts";

/** What one process runs: the mutants of each file, and which of them by number. */
export interface Run {
  readonly folder: string;
  readonly tests: readonly string[];
  readonly edits: Readonly<Record<string, readonly NumberedEdit[]>>;
  readonly numbers: readonly number[];
}

/** Sent by the process: a mutant's tests begin, or have ended with this failure, or with none. */
export interface News {
  readonly number: number;
  readonly failure?: string | null;
}

const ROOT = join(import.meta.dirname, "../../..");

// After the first failure nothing else is of interest. Tests by chance take the same chances every time, and do not
// look for smaller examples.
const testFile = (number: number, tests: readonly string[]): string => `
import fc from "fast-check";
import { afterEach, beforeEach, vi } from "vitest";
globalThis.mutant = ${number};
vi.resetModules();
fc.configureGlobal({ seed: 1, endOnFailure: true });
let hasFailed = false;
beforeEach((context) => { if (hasFailed) context.skip(); });
afterEach(({ task }) => { hasFailed ||= task.result?.state === "fail"; });
${tests.map((file) => `await import(${JSON.stringify(join(ROOT, file))});`).join("\n")}
`;

/**
 * Runs the tests once for each mutant, one mutant after the other, in this process; each translated file serves all of
 * them.
 */
export async function runTests({ folder, tests, edits, numbers }: Run, tell: (news: News) => void): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const number of numbers) writeFileSync(join(folder, fileOf(number)), testFile(number, tests));
  const plugin = {
    name: "mutants",
    enforce: "pre" as const,
    transform: (source: string, id: string) => {
      const own = edits[id.slice(ROOT.length + 1)];
      return own && { code: switchable(id, source, own), map: null };
    },
  };
  const reporter = {
    onTestModuleStart: (module: TestModule) => tell({ number: numberOf(module) }),
    onTestModuleEnd: (module: TestModule) => tell({ number: numberOf(module), failure: failureOf(module) }),
  };
  try {
    await startVitest(
      "test",
      [],
      {
        config: false,
        root: ROOT,
        dir: folder,
        include: ["*.test.ts"],
        exclude: [],
        watch: false,
        isolate: false,
        fileParallelism: false,
        pool: "threads",
        testTimeout: 5000,
        reporters: [reporter],
      },
      { plugins: [plugin], logLevel: "silent" },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const fileOf = (number: number): string => `${String(number).padStart(6, "0")}.test.ts`;

function numberOf({ moduleId }: TestModule): number {
  return Number(/(\d+)\.test\.ts$/.exec(moduleId)?.[1]);
}

function failureOf(module: TestModule): string | null {
  for (const test of module.children.allTests("failed")) return test.fullName;
  return module.state() === "passed"
    ? null
    : `the tests do not load: ${String(module.errors()[0]?.message).slice(0, 100)}`;
}
