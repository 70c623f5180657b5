import { openPgBossBatch } from "../../../src/batch/index.ts";

// A worker of the batch benchmark: runs until the batch is done, then prints its memory over time.
const [connectionString = "", baseUrl = "", concurrency = ""] = process.argv.slice(2);
const MEGABYTE = 2 ** 20;

/** Videos between two samples of the memory. */
const SAMPLE_EVERY = 100;

let completed = 0;
const samples: number[] = [];
const batch = await openPgBossBatch({ connectionString, batch: "bench" });
process.send?.("ready");
await new Promise((resolve) => process.once("message", resolve));
await batch.work({
  concurrency: Number(concurrency),
  interval: 250,
  client: { apiKey: "key-of-a-bench", baseUrl },
  onEvent({ event }) {
    if (event !== "completed") return;
    completed += 1;
    // The later samples should equal the early one: memory must not grow with the number of videos.
    if (completed % SAMPLE_EVERY === 0) samples.push(process.memoryUsage().rss / MEGABYTE);
  },
});
await batch.close();
const late = process.memoryUsage().rss / MEGABYTE;
const [early = late] = samples;
process.send?.({ completed, early, middle: samples[Math.floor(samples.length / 2)] ?? late, late });
process.disconnect();
