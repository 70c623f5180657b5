import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vitepress";
import { published } from "../bench/published.ts";
import { readContract } from "../generate/contract.ts";
import type { Report } from "../report/collect.ts";
import { benchmarksPage } from "./benchmarks.ts";
import { contractPage } from "./contract.ts";
import { checkLinks, type Links } from "./links.ts";
import { reportPage } from "./report.ts";
import { writeSdkReference } from "./sdk.ts";

/** Options of a build. */
export interface SiteOptions {
  /** The output folder; its previous contents are removed. */
  readonly out: string;
  /** The path of a server under which the site is published, `/` at its root. */
  readonly base: string;
  /** A folder with a finished contract report. Without it, the build makes the report, its slowest part. */
  readonly report?: string | undefined;
}

/** Pages that the build writes; they are not committed. */
const REFERENCE = "docs/reference";
const PUBLIC = "docs/public";

/** Builds the site and checks its links. VitePress throws on a link to a missing page. */
export async function buildSite({ out, base, report }: SiteOptions): Promise<Links> {
  for (const folder of [REFERENCE, PUBLIC]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  }
  await writeSdkReference(join(REFERENCE, "sdk"));
  await writeFile(join(REFERENCE, "contract.md"), contractPage(readContract()));
  await writeFile(join(REFERENCE, "benchmarks.md"), benchmarksPage(await published()));
  await writeReport(report);
  await copyFile("openapi/openapi.yaml", join(PUBLIC, "openapi.yaml"));
  await copyFile("generated/openapi.json", join(PUBLIC, "openapi.json"));
  await build("docs", { base, outDir: resolve(out) });
  return checkLinks(out, base);
}

async function writeReport(ready: string | undefined): Promise<void> {
  const folder = ready ?? (await mkdtemp(join(tmpdir(), "report-")));
  try {
    if (ready === undefined) await makeReport(folder);
    const report = JSON.parse(await readFile(join(folder, "contract-report.json"), "utf8")) as Report;
    await writeFile(join(REFERENCE, "report.md"), reportPage(report));
    for (const name of ["contract-report.html", "contract-report.json"])
      await copyFile(join(folder, name), join(PUBLIC, name));
  } finally {
    if (ready === undefined) await rm(folder, { recursive: true });
  }
}

/** Makes the report in a separate process. A report with differences is no failure: the page shows them. */
async function makeReport(folder: string): Promise<void> {
  const args = ["--import", "tsx", "scripts/contract-report.ts", "--out", folder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0 && code !== 1)
    throw new Error("the contract report could not be made; run `npm run contract:report` to see why");
}
