import { deriveParts } from "../../../src/contract/index.ts";
import { DOCUMENTS, documentOf } from "./documents.ts";

// Derives the cases of one document of the benchmark, and sends time and memory to the parent process.
const KILOBYTES_PER_MEGABYTE = 1024;

const name = DOCUMENTS.find((one) => one === process.argv[2]);
if (name === undefined) throw new TypeError(`${String(process.argv[2])} is none of the documents`);
const document = documentOf(name);
const start = performance.now();
let cases = 0;
let sides = 0;
let covered = 0;
for (const part of deriveParts(document)) {
  cases += part.cases.length;
  sides += part.coverage.length;
  covered += part.coverage.filter((row) => row.covered).length;
}
const seconds = (performance.now() - start) / 1000;
const megabytes = process.resourceUsage().maxRSS / KILOBYTES_PER_MEGABYTE;
process.send?.({ seconds, megabytes, cases, sides, covered });
process.disconnect();
