import type { Reporter, TestModule } from "vitest/node";

/** Prints the plain total as the last line: `N passed, N failed`, with `, N skipped` when there are any. */
class TotalReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const before = count.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== "pending") count[state] += 1;
      }
      if (!module.ok() && count.failed === before) count.failed += 1;
    }
    // The default reporter prints its summary at the same event; a turn of the loop later, this line is the last.
    process.once("exit", () => {
      const skipped = count.skipped > 0 ? `, ${String(count.skipped)} skipped` : "";
      process.stdout.write(`${String(count.passed)} passed, ${String(count.failed)} failed${skipped}\n`);
    });
  }
}

// Vitest loads a reporter from a path by its default export.
// eslint-disable-next-line no-restricted-exports
export default TotalReporter;
