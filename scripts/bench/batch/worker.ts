import { openPgBossBatch } from "../../../src/batch/index.ts";

// One worker of the batch benchmark: works until the batch is done, and prints how much memory it took on the way.
const [connectionString = "", baseUrl = "", concurrency = ""] = process.argv.slice(2);
const MEGABYTE = 2 ** 20;

let completed = 0;
let early = 0;
const batch = await openPgBossBatch({ connectionString, batch: "bench" });
process.send?.("ready");
await new Promise((resolve) => process.once("message", resolve));
await batch.work({
  concurrency: Number(concurrency),
  interval: 250,
  client: { apiKey: "key-of-a-bench", baseUrl },
  onEvent({ event }) {
    if (event === "completed") completed += 1;
    // What is there after some videos is what there should be after thousands.
    if (event === "completed" && completed === 100) early = process.memoryUsage().rss;
  },
});
await batch.close();
process.send?.({ completed, early: early / MEGABYTE, late: process.memoryUsage().rss / MEGABYTE });
process.disconnect();
