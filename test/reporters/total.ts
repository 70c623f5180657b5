import type { Reporter, TestModule } from "vitest/node";

/** Prints the total as the last line: `N passed, N failed`, and `, N skipped` when there are any. */
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
    // The default reporter prints its summary at the same event; at the exit of the process this line comes last.
    process.once("exit", () => {
      const skipped = count.skipped > 0 ? `, ${String(count.skipped)} skipped` : "";
      process.stdout.write(`${String(count.passed)} passed, ${String(count.failed)} failed${skipped}\n`);
    });
  }
}

// Vitest loads the default export of a reporter's file.
// eslint-disable-next-line no-restricted-exports
export default TotalReporter;
