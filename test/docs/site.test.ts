// Protects the documentation's site: it is whole, needs no other site and no script, and shows every public export.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PATHS } from "../../scripts/compile.ts";
import { buildSite } from "../../scripts/docs/build.ts";
import { checkLinks, type Links } from "../../scripts/docs/links.ts";
import { findPages } from "../../scripts/docs/pages.ts";
import { readContract, operations } from "../../scripts/generate/contract.ts";

const OURS = [...findPages(".").map(({ path }) => path), "contract/index.html", "benchmarks.html"];
const FOREIGN = ["sdk/index.html", "contract/explorer.html", "contract/report.html"];

let folder: string;
let site: string;
let links: Links;

const read = (page: string): string => readFileSync(join(site, page), "utf8");

/** What a reader gets without scripts. */
const withoutScript = (html: string): string =>
  html.replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/gi, "").replaceAll("<wbr/>", "");

const textOf = (html: string): string =>
  withoutScript(html)
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll(/\s+/g, " ");

/** The public paths and their source files, without documents. */
const modules = Object.entries(PATHS).flatMap(([name, [file = ""]]) => (file.endsWith(".ts") ? [{ name, file }] : []));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "docs-"));
  site = join(folder, "site");
  const report = join(folder, "report");
  mkdirSync(report);
  // The report itself has its own tests; here any will do.
  writeFileSync(
    join(report, "contract-report.html"),
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Contract report</title></head>\n<body>\n<h1>Contract report</h1>\n</body></html>\n',
  );
  writeFileSync(join(report, "contract-report.json"), "{}\n");
  links = await buildSite({ out: site, report, log: () => undefined });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the site is whole", () => {
  test("every link within it leads somewhere", () => {
    expect(links.bad).toEqual([]);
    expect(links.links).toBeGreaterThan(1000);
  });

  test("the front page lists every page", () => {
    const front = read("index.html");

    const missing = [...OURS, ...FOREIGN].filter((page) => page !== "index.html" && !front.includes(`href="${page}"`));
    expect(missing).toEqual([]);
  });

  test.each([...OURS, ...FOREIGN])("%s has a language, a title and the bar with the site's parts", (page) => {
    const html = read(page);

    const found = [/<html [^>]*\blang="en"/, /<title>[^<]+<\/title>/, /<nav class="site-bar" aria-label="Site">/].map(
      (part) => part.test(html),
    );
    expect(found).toEqual([true, true, true]);
  });

  test.each(OURS)("%s has a skip link to its content, one first heading, and something to read", (page) => {
    const html = read(page);

    expect(html).toContain('<a class="skip" href="#content">');
    expect(html).toContain('<main id="content"');
    expect(html.match(/<h1\b/g)).toHaveLength(1);
    expect(textOf(html.split("<main")[1] ?? "").length).toBeGreaterThan(100);
  });
});

describe("what must not be there is found", () => {
  const plant = async (name: string, content: string): Promise<Links["bad"]> => {
    const copy = join(folder, "planted");
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(copy);
    for (const page of ["assets", "index.html"]) cpSync(join(site, page), join(copy, page), { recursive: true });
    writeFileSync(join(copy, name), content);
    return (await checkLinks(copy)).bad.filter(({ page }) => page === name);
  };

  test.each([
    ["a link to no file", '<a href="docs/nowhere.html">x</a>', "docs/nowhere.html", "names no file of the site"],
    ["a link to no anchor", '<a href="index.html#nowhere">x</a>', "index.html#nowhere", "names no anchor of its page"],
    [
      "a link to the root of the server",
      '<a href="/index.html">x</a>',
      "/index.html",
      "leads to the root of the server, not of the site",
    ],
    [
      "an image from elsewhere",
      '<img src="https://example.com/a.png">',
      "https://example.com/a.png",
      "is fetched from elsewhere",
    ],
    [
      "a script from elsewhere",
      '<script src="//example.com/a.js"></script>',
      "//example.com/a.js",
      "is fetched from elsewhere",
    ],
    [
      "a font from elsewhere",
      "<style>@import 'https://example.com/a.css';</style>",
      "https://example.com/a.css",
      "is fetched from elsewhere",
    ],
  ])("%s", async (_name, content, link, why) => {
    const bad = await plant("planted.html", content);

    expect(bad).toEqual([{ page: "planted.html", link, why }]);
  });

  test("a style sheet that fetches from elsewhere", async () => {
    const bad = await plant("assets/planted.css", "body { background: url(https://example.com/a.png) }");

    expect(bad).toMatchObject([{ link: "https://example.com/a.png", why: "is fetched from elsewhere" }]);
  });

  test("a folder that is no site is not removed", async () => {
    const held = join(folder, "report");

    await expect(buildSite({ out: held, log: () => undefined })).rejects.toThrow("holds something else than a site");
    expect(readFileSync(join(held, "contract-report.json"), "utf8")).toBe("{}\n");
  });
});

describe("nothing is asked of other sites", () => {
  test("every page forbids it, before anything is fetched", () => {
    const pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));

    const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'self' file: data: blob: 'unsafe-inline'"`;
    const open = pages.filter(
      (page) =>
        !read(page)
          .split(/<link|<script|<style/)[0]
          ?.includes(policy),
    );
    expect(pages.length).toBeGreaterThan(100);
    expect(open).toEqual([]);
  });

  test("the explorer's program is within its page, and its logo gone", () => {
    const html = read("contract/explorer.html");

    expect(html).toContain("hydrate(__redoc_definition");
    expect(html).not.toMatch(/from "https:|cdn\.redoc\.ly/);
  });
});

describe("without a script", () => {
  test.each(OURS)("%s has none", (page) => {
    expect(read(page).match(/<script|<[^>]*\son\w+=/g) ?? []).toEqual([]);
  });

  test("the contract reference shows every operation, callback and field", () => {
    const document = readContract();
    const text = textOf(read("contract/index.html"));

    const names = [
      ...operations(document).map(({ operationId }) => operationId),
      "taskFinished",
      "multi_prompt",
      "remaining_credits",
      "Idempotency-Key",
    ];
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });

  test("the explorer says where its content stands", () => {
    expect(read("contract/explorer.html")).toMatch(/<noscript>.*<a href="index\.html">/);
  });

  test("the SDK reference shows what an export is for", () => {
    expect(textOf(read("sdk/classes/evolink-video.OutcomeUnknownError.html"))).toContain("Class OutcomeUnknownError");
    expect(textOf(read("sdk/functions/evolink-video_download.download.html"))).toContain(
      "Saves a result of a completed task",
    );
  });
});

describe("every public export has its page", () => {
  // TypeScript's own list of what a user can import, without TypeDoc.
  const program = ts.createProgram({
    rootNames: modules.map(({ file }) => file),
    options: { module: ts.ModuleKind.NodeNext, allowImportingTsExtensions: true, noEmit: true, skipLibCheck: true },
  });
  const checker = program.getTypeChecker();
  const exportsOf = (file: string): string[] => {
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    return symbol === undefined ? [] : checker.getExportsOfModule(symbol).map(({ name }) => name);
  };

  test("the modules are the package's entry points", () => {
    const { exports } = JSON.parse(readFileSync("package.json", "utf8")) as { exports: Record<string, unknown> };

    const importable = Object.keys(exports)
      .filter((path) => !path.endsWith(".json"))
      .map((path) => path.replace(/^\./, "evolink-video"));
    expect(modules.map(({ name }) => name).sort()).toEqual(importable.sort());
  });

  test.each(modules)("$name", ({ name, file }) => {
    const html = withoutScript(read(`sdk/modules/${name.replaceAll("/", "_")}.html`));
    const listed = new Set(
      [...html.matchAll(/<a href="[^"]+\.html"[^>]*>(?:<span[^>]*>)?([\w$]+)/g)].map(([, text]) => text),
    );

    const names = exportsOf(file);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((one) => !listed.has(one))).toEqual([]);
  });
});
