import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { published } from "../bench/published.ts";
import { readContract } from "../generate/contract.ts";
import { benchmarksPage } from "./benchmarks.ts";
import { contractPage } from "./contract.ts";
import { explorerPage } from "./explorer.ts";
import { layout, type Entry } from "./layout.ts";
import { checkLinks, type Links } from "./links.ts";
import { render } from "./markdown.ts";
import { findPages, linkOf } from "./pages.ts";
import { addReport } from "./report.ts";
import { addSdkReference } from "./sdk.ts";

/** What is asked of a build. */
export interface Order {
  /** The site's folder. What it held before is removed. */
  readonly out: string;
  /** A folder with a contract report that is taken as it is. Without it the report is made, which takes the longest of all. */
  readonly report?: string | undefined;
  /** Told of each part when it is done. */
  readonly log: (line: string) => void;
}

/** A page that is Markdown before it is a page. */
interface Draft {
  readonly path: string;
  readonly group: string;
  readonly markdown: string;
  readonly link: (href: string) => string;
}

const REFERENCE: readonly Entry[] = [
  { path: "sdk/index.html", title: "SDK reference", group: "Reference" },
  { path: "contract/index.html", title: "Contract reference", group: "Reference" },
  { path: "contract/explorer.html", title: "Contract explorer", group: "Reference" },
  { path: "contract/report.html", title: "Contract report", group: "Reference" },
  { path: "benchmarks.html", title: "Benchmarks", group: "Reference" },
];

/** Builds the whole site and looks at its links. Throws when a part cannot be made, or when `out` holds something else than a site. */
export async function buildSite({ out, report, log }: Order): Promise<Links> {
  await clear(out);
  const timed = async (name: string, work: () => Promise<void>): Promise<void> => {
    const began = performance.now();
    await work();
    log(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  };
  const others = async (): Promise<void> => {
    await timed("guides, contract reference, benchmarks", () => writePages(out));
    await timed("contract explorer", async () =>
      put(out, "contract/explorer.html", await explorerPage("contract/explorer.html")),
    );
    await timed("SDK reference", () => addSdkReference(join(out, "sdk"), "sdk"));
  };
  // The report is made by a process of its own, beside the others.
  await Promise.all([timed("contract report", () => addReport(out, "contract/report.html", report)), others()]);
  return checkLinks(out);
}

async function clear(out: string): Promise<void> {
  const held = await readdir(out).catch((): string[] => []);
  if (held.length > 0 && !held.includes("benchmarks.html"))
    throw new Error(`${out} holds something else than a site, which would be removed`);
  await rm(out, { recursive: true, force: true });
}

async function writePages(out: string): Promise<void> {
  const files = new Set(["openapi/openapi.yaml", "generated/openapi.json"]);
  const drafts = await draft((file) => files.add(file));
  const pages = drafts.map(({ path, group, markdown, link }) => ({ path, group, ...render(markdown, link) }));
  const titled = pages.map(({ path, group, headings }): Entry => ({
    path,
    group,
    title: headings.find(({ level }) => level === 1)?.text ?? path,
  }));
  const navigation = [
    ...titled.filter(({ group }) => group !== "Project" && group !== "Reference"),
    ...REFERENCE,
    ...titled.filter(({ group }) => group === "Project"),
  ];
  for (const page of pages) await put(out, page.path, layout(page, navigation));
  for (const name of ["bar.css", "site.css"])
    await put(out, `assets/${name}`, await readFile(join(import.meta.dirname, name)));
  for (const file of files) await put(out, file, await readFile(file));
}

async function draft(copy: (file: string) => void): Promise<Draft[]> {
  const found = findPages(".");
  const asIs = (href: string): string => href;
  const drafts: Draft[] = [];
  for (const page of found)
    drafts.push({ ...page, markdown: await readFile(page.source, "utf8"), link: linkOf(".", found, page, copy) });
  return [
    ...drafts,
    { path: "contract/index.html", group: "Reference", markdown: contractPage(readContract()), link: asIs },
    { path: "benchmarks.html", group: "Reference", markdown: benchmarksPage(await published()), link: asIs },
  ];
}

async function put(out: string, path: string, content: string | Uint8Array): Promise<void> {
  const file = join(out, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
