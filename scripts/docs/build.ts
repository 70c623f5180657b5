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

/** What a build is asked for. */
export interface SiteOptions {
  /** The site's folder. What it held before is removed. */
  readonly out: string;
  /** The path of a server under which the site is published, `/` at its root. */
  readonly base: string;
  /** A folder with a contract report that is taken as it is. Without it the report is made, which takes longest. */
  readonly report?: string | undefined;
}

/** Written by this build, and not committed. */
const REFERENCE = "docs/reference";
const PUBLIC = "docs/public";

/** Builds the whole site. VitePress throws on a link to no page; links to anchors are in the result. */
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

/** Makes the report in a process of its own. A report with differences is a report as well: the page shows them. */
async function makeReport(folder: string): Promise<void> {
  const args = ["--import", "tsx", "scripts/contract-report.ts", "--out", folder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0 && code !== 1)
    throw new Error("the contract report could not be made; `npm run contract:report` says why");
}
