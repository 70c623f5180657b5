import { writeSync } from "node:fs";
import type { Fetch } from "../../src/sdk/index.ts";
import { run } from "../../src/cli/batch.ts";
import { Disks } from "./disks.ts";
import { watchPostgres } from "./postgres-steps.ts";
import { WriteObserver } from "./write-observer.ts";

// The batch command with a death built in: it counts its steps and kills itself at the one it is told. EVOLINK_CRASH_AT
// is the number of the step (0: none), EVOLINK_CRASH_POWER=1 also loses what was not written through to the disk, as a
// loss of power would, and EVOLINK_CRASH_FAULTS lists what goes wrong with the POSTs, in their order.
const crashAt = Number(process.env.EVOLINK_CRASH_AT ?? 0);
const losesPower = process.env.EVOLINK_CRASH_POWER === "1";
const faults = (process.env.EVOLINK_CRASH_FAULTS ?? "").split(",").filter((name) => name !== "");

const observer = new WriteObserver((text) => writeSync(2, `@${text}\n`));
const disks = new Disks(step, observer);
let steps = 0;

observer.say("alive", String(process.pid));

/** One step of the process; perhaps its last. */
function step(name: string): void {
  steps += 1;
  if (steps !== crashAt) return;
  observer.say("died", name);
  if (losesPower) disks.losePower();
  process.kill(process.pid, "SIGKILL");
  // The signal is on its way; nothing more may be done.
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
  const answer = await sent;
  step(`${method}: answered`);
  return answer;
};

watchPostgres(step, observer);
const code = await run(process.argv.slice(2), {
  fetch: send,
  open: disks.open,
});
observer.say("steps", String(steps));
process.exit(code);
