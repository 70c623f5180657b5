import { EvoLink, type Fetch, type Task } from "../src/sdk/index.ts";
import { at, CONTRACT, readContract } from "./generate/contract.ts";
import { startPrism } from "./prism.ts";
import type { VideoGenerationRequest } from "../generated/types.ts";

// Prism keeps no state, so the demo says with every read which of the contract's named examples it wants to see next. The real
// API needs nothing of the kind.
const STEPS = ["pending", "processing", "completed"];

function stepping(steps: readonly string[]): Fetch {
  let step = 0;
  return (url, init) => {
    const headers = new Headers(init.headers);
    if (url.includes("/v1/tasks/"))
      headers.set("prefer", `example=${String(steps[Math.min(step++, steps.length - 1)])}`);
    return fetch(url, { ...init, headers });
  };
}

const onTerminal = process.stdout.isTTY;

function showProgress({ status, progress = 0 }: Task): void {
  const done = Math.round(progress / 5);
  const line = `  [${"#".repeat(done)}${"-".repeat(20 - done)}] ${String(progress).padStart(3)} %  ${status}`;
  process.stdout.write(onTerminal ? `\r${line.padEnd(60)}` : `${line}\n`);
}

function say(text: string): void {
  console.log(`\n${text}`);
}

async function main(): Promise<void> {
  say(`1. Prism serves ${CONTRACT} (a mock: nothing leaves this machine, nothing is paid).`);
  const prism = await startPrism();
  console.log(`  ${prism.url}`);
  try {
    await generateVideo(prism.url);
  } finally {
    await prism.stop();
  }
}

async function generateVideo(baseUrl: string): Promise<void> {
  const evolink = new EvoLink({ apiKey: "demo-key", baseUrl, fetch: stepping(STEPS) });
  const request = at(readContract(), "components", "examples", "RequestReferenceVideo").value as VideoGenerationRequest;
  say("2. videos.generate() checks the reference page's own request by the generated schema, then sends it:");
  console.log(`  ${JSON.stringify(request)}`);
  const task = await evolink.videos.generate(request);
  console.log(`  ${task.id}  ${task.status}, the contract's example of a task just created`);
  say("3. tasks.wait() follows the task. Prism keeps no state: the demo asks for one named example after the other.");
  const done = await evolink.tasks.wait(task, { interval: 400, onProgress: showProgress });
  if (onTerminal) console.log();
  say("4. The result, from the contract's example of a completed task:");
  console.log(`  ${String(done.results[0])}  (such links work for 24 hours)`);
  const { data } = await evolink.credits.get();
  say(
    `5. credits.get(): ${String(data.user?.remaining_credits)} credits left, from the contract's example of a balance.`,
  );
}

await main();
