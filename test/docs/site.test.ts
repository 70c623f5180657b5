// Protects the documentation site: it builds, its links work, it sends no requests to other sites, and it documents
// every export and field.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PATHS } from "../../scripts/compile.ts";
import { benchmarksPage } from "../../scripts/docs/benchmarks.ts";
import { buildSite } from "../../scripts/docs/build.ts";
import { checkLinks, type Links } from "../../scripts/docs/links.ts";
import { at, isObject, operations, readContract, type Json } from "../../scripts/generate/contract.ts";

let folder: string;
let site: string;
let links: Links;

const read = (page: string): string => readFileSync(join(site, page), "utf8");

/** Returns the text of a page without scripts, as one line. */
const textOf = (page: string): string => textIn(read(page));

const textIn = (html: string): string =>
  html
    .replaceAll(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/gi, "")
    .replaceAll(/<[^>]+>/g, "")
    .replaceAll(/&lt;/g, "<")
    .replaceAll(/&gt;/g, ">")
    .replaceAll(/&quot;/g, '"')
    .replaceAll(/&#39;/g, "'")
    .replaceAll(/&amp;/g, "&")
    .replaceAll(/\s+/g, " ");

const pages = (): string[] =>
  readdirSync(site, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".html") && file !== "contract-report.html",
  );

/** A minimal report. The report itself has its own tests. */
const REPORT = {
  contract: { title: "EvoLink", version: "1.0.0" },
  totals: {
    constraints: 2,
    constraintsCovered: 2,
    cases: 4,
    sides: 4,
    sidesCovered: 4,
    documented: 1,
    documentedSeen: 1,
    unexplained: 0,
    judges: [{ judge: "Prism", agrees: 1, differs: 1, cannotSee: 0, casesJudged: 4 }],
  },
  constraints: [
    {
      operation: "createVideoGeneration",
      location: "body",
      pointer: "/duration",
      keyword: "maximum",
      sides: [],
      verdicts: [{ judge: "Prism", verdict: "differs", judged: 2, reason: "a listed reason", explained: true }],
    },
  ],
  documented: [],
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "docs-"));
  site = join(folder, "site");
  const report = join(folder, "report");
  mkdirSync(report);
  writeFileSync(join(report, "contract-report.html"), "<!doctype html><title>Contract report</title>");
  writeFileSync(join(report, "contract-report.json"), JSON.stringify(REPORT));
  // The base path of the workflow that publishes the site.
  links = await buildSite({ out: site, base: "/evolink-video/", report });
}, 300_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("links", () => {
  test("every link and anchor within the site exists", () => {
    expect(links.broken).toEqual([]);
    expect(links.checked).toBeGreaterThan(300);
  });

  test("every page can be reached from the front page", () => {
    expect(links.checked).toBeGreaterThan(pages().length);
  });

  test.each([
    ["a link to a missing page", '<a href="/nowhere.html">x</a>', "nowhere.html"],
    ["a link to a missing anchor", '<h1 id="here">x</h1><a href="/#nowhere">x</a>', "#nowhere"],
    ["a missing image", '<img src="/nowhere.png">', "nowhere.png"],
  ])("%s is reported", async (_name, html, link) => {
    const planted = mkdtempSync(join(folder, "planted-"));
    writeFileSync(join(planted, "index.html"), `<!doctype html><title>x</title>${html}`);

    const { broken } = await checkLinks(planted, "/");

    expect(broken).toEqual([expect.stringContaining(link)]);
  });

  test("a link outside the base path of the site is reported", async () => {
    const planted = mkdtempSync(join(folder, "planted-"));
    const html = '<!doctype html><title>x</title><a href="/index.html">x</a><a href="/docs/index.html">y</a>';
    writeFileSync(join(planted, "index.html"), html);

    const { broken } = await checkLinks(planted, "/docs/");

    expect(broken).toEqual(["docs: index.html", "docs/index.html: index.html"]);
  });
});

test("every page has a Content-Security-Policy that forbids requests to other sites", () => {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'self' data: blob: 'unsafe-inline'"`;
  const open = pages().filter((page) => !read(page).includes(policy));

  expect(pages().length).toBeGreaterThan(100);
  expect(open).toEqual([]);
});

test("the search index has words of guides, the contract and the SDK", () => {
  const assets = readdirSync(join(site, "assets/chunks"));
  const index = assets.find((name) => name.startsWith("@localSearchIndex"));

  const text = readFileSync(join(site, "assets/chunks", String(index)), "utf8");
  expect(["outcomeunknownerror", "idempotency", "callbacks"].filter((word) => !text.includes(word))).toEqual([]);
});

describe("the contract reference", () => {
  const document = readContract();

  test("names every operation and header", () => {
    const text = textOf("reference/contract.html");
    const names = [...operations(document).map(({ operationId }) => operationId), "taskFinished", "Idempotency-Key"];

    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });

  /** Returns every limit, default and rule of a schema and its properties, in the order of the document. */
  function constraintsOf(node: unknown): string[] {
    if (Array.isArray(node)) return node.flatMap(constraintsOf);
    if (!isObject(node)) return [];
    const own = ["minimum", "maximum", "maxLength", "minItems", "maxItems", "default", "x-rule"].flatMap((key) =>
      ["string", "number", "boolean"].includes(typeof node[key]) ? [String(node[key])] : [],
    );
    return [
      ...own,
      ...Object.entries(at(node, "properties")).flatMap(([name, inner]) => [name, ...constraintsOf(inner)]),
    ];
  }

  /** Returns the text from the heading of a schema to the next heading of its level. */
  function sectionOf(name: string): string {
    const [, after = ""] = read("reference/contract.html").split(`<h3 id="${name.toLowerCase()}"`);
    return textIn(`<h3${after.split("<h3")[0] ?? ""}`);
  }

  test.each(Object.keys(at(document, "components", "schemas")))(
    "lists every field, limit, default and rule of %s",
    (name) => {
      const schema: Json = at(document, "components", "schemas", name);
      const section = sectionOf(name);

      expect(section).not.toBe("");
      expect(constraintsOf(schema).filter((constraint) => !section.includes(constraint))).toEqual([]);
    },
  );
});

describe("the SDK reference", () => {
  /** The modules that a user can import. Their exports come from TypeScript, not from TypeDoc. */
  const modules = Object.entries(PATHS).flatMap(([name, [file = ""]]) =>
    file.endsWith(".ts") ? [{ name, file }] : [],
  );
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

  test.each(modules)("$name lists every export", ({ name, file }) => {
    const text = textOf(`reference/sdk/${name}/index.html`);

    const names = exportsOf(file);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((one) => !text.includes(one))).toEqual([]);
  });

  test.each([
    { type: "VideoGenerationRequest", page: "type-aliases/VideoGenerationRequest" },
    { type: "Task", page: "interfaces/Task" },
  ])("the page of $type lists every field of the contract", ({ type, page }) => {
    const html = read(`reference/sdk/evolink-video/${page}.html`);

    const fields = Object.keys(at(readContract(), "components", "schemas", type, "properties"));
    expect(fields.length).toBeGreaterThan(5);
    expect(
      fields.filter(
        (field) => !new RegExp(`<td><a id="[^"]+"></a> <code>${field}\\??<|<td><code>${field}<`).test(html),
      ),
    ).toEqual([]);
  });
});

test("the build fails when a benchmark misses an aim without a documented reason", () => {
  const run = { at: "2026-11-29", node: "v20", system: "linux", processor: "x", cores: 2, memory: 8 };
  const aims = [{ aim: "an aim without a reason", limit: 1, got: 2 }];
  const results = [{ name: "sdk", at: "2026-11-29", tables: [], aims }];

  expect(() => benchmarksPage({ ...run, results })).toThrow('"an aim without a reason" is missed');
});
