import { writeSync } from "node:fs";
import type { Fetch } from "../../src/sdk/index.ts";
import { run } from "../../src/cli/batch.ts";
import { Disks } from "./disks.ts";
import { watchPostgres } from "./postgres-steps.ts";
import { WriteObserver } from "./write-observer.ts";

// The batch command that kills itself at a given step. EVOLINK_CRASH_AT is the number of the step (0: none),
// EVOLINK_CRASH_POWER=1 also discards what was not synced to disk, as a power failure would, and EVOLINK_CRASH_FAULTS
// lists the faults of the POST requests, in order.
const crashAt = Number(process.env.EVOLINK_CRASH_AT ?? 0);
const losesPower = process.env.EVOLINK_CRASH_POWER === "1";
const faults = (process.env.EVOLINK_CRASH_FAULTS ?? "").split(",").filter((name) => name !== "");

const observer = new WriteObserver((text) => writeSync(2, `@${text}\n`));
const disks = new Disks(step, observer);
let steps = 0;

observer.mark("alive", String(process.pid));

/** Counts a step of the process, and kills it at the configured one. */
function step(name: string): void {
  steps += 1;
  if (steps !== crashAt) return;
  observer.mark("died", name);
  if (losesPower) disks.losePower();
  process.kill(process.pid, "SIGKILL");
  // Waits for the signal, so that no further step runs.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const send: Fetch = async (url, init) => {
  const method = init.method ?? "GET";
  step(`${method}: before`);
  const headers = new Headers(init.headers);
  const fault = method === "POST" ? faults.shift() : undefined;
  if (fault !== undefined && fault !== "none") headers.set("prefer", `fault=${fault}`);
  const sent = fetch(url, { ...init, headers });
  step(`${method}: sent`);
  const response = await sent;
  step(`${method}: response`);
  return response;
};

watchPostgres(step, observer);
const code = await run(process.argv.slice(2), {
  fetch: send,
  open: disks.open,
});
observer.mark("steps", String(steps));
process.exit(code);
