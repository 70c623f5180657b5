import { runTests, type Run } from "./tests.ts";

// The program of one process: it is sent what to run, and sends what happens.
process.once("message", (run) => {
  void runTests(run as Run, (news) => process.send?.(news)).finally(() => process.disconnect());
});
