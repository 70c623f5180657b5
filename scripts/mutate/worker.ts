import { parentPort, workerData } from "node:worker_threads";
import { testShare, type Share } from "./share.ts";

await testShare(workerData as Share, (result) => parentPort?.postMessage(result));
