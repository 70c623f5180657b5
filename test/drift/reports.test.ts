// Protects the reports: their length, their syntax, and that text from documents has no effect in them.
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { baseDocument } from "../../scripts/bench/drift/base-document.ts";
import { edited, remove, set } from "../../scripts/bench/drift/edit.ts";
import { LEVELS } from "../../src/drift/finding.ts";
import { changelog } from "../../src/drift/report/changelog.ts";
import { github } from "../../src/drift/report/github.ts";
import { html } from "../../src/drift/report/html.ts";
import { markdown } from "../../src/drift/report/markdown.ts";
import { sarif } from "../../src/drift/report/sarif.ts";
import { table, type Outcome } from "../../src/drift/report/text.ts";
import { diffOf, finding, manyFindings } from "./reports.ts";
import { SARIF_SCHEMA } from "./sarif-schema.ts";

const MAX_COMMENT = 65_000;
const APPEARANCE = { color: false };

function outcomeOf(findings: Outcome["findings"]): Outcome {
  return { findings, notes: [] };
}

describe("a long report in Markdown", () => {
  it.each([
    { name: "5,000 breaking findings", findings: manyFindings(5000) },
    { name: "5,000 compatible findings", findings: manyFindings(5000, { level: "compatible" }) },
    { name: "2,000 of each level", findings: LEVELS.flatMap((level) => manyFindings(2000, { level })) },
    {
      name: "300 findings with long texts",
      findings: manyFindings(300, { message: "x".repeat(900), before: "y".repeat(5000), after: ["`".repeat(200)] }),
    },
    { name: "one finding that alone is too long", findings: [finding({ message: "z".repeat(80_000) })] },
  ])("of $name is short enough for GitHub and says how many are omitted", ({ findings }) => {
    const report = markdown(outcomeOf(findings));

    expect(report.length).toBeLessThanOrEqual(MAX_COMMENT);
    const shown = report.split("\n").filter((line) => line.startsWith("- **")).length;
    const left = [...report.matchAll(/^> (.*) omitted here/gm)].flatMap(([, counts = ""]) =>
      [...counts.matchAll(/\d+/g)].map(([count]) => Number(count)),
    );
    expect(shown + left.reduce((sum, count) => sum + count, 0)).toBe(findings.length);
  });

  it("shows the first 20 breaking findings and collapses the others", () => {
    const report = markdown(outcomeOf(manyFindings(45)));

    const [open = "", folded = ""] = report.split("<details><summary>25 more</summary>");
    expect(open.match(/^- \*\*/gm)).toHaveLength(20);
    expect(folded.match(/^- \*\*/gm)).toHaveLength(25);
  });

  it("omits the least severe findings first", () => {
    const report = markdown(outcomeOf([...manyFindings(20), ...manyFindings(5000, { level: "docs" })]));

    expect(report).toContain("### Breaking (20)\n");
    expect(report).toMatch(/^> \d+ docs omitted here/m);
  });

  it("with thousands of notes is short enough, too", () => {
    const report = markdown({ findings: [], notes: Array.from({ length: 3000 }, () => "a note of some length") });

    expect(report.length).toBeLessThanOrEqual(MAX_COMMENT);
    expect(report).toContain("3000 notes are omitted here");
  });

  it("collapses compatible and documentation changes", () => {
    const report = markdown(outcomeOf([finding(), finding({ level: "compatible" }), finding({ level: "docs" })]));

    const page = marked.parse(report, { async: false, gfm: true });
    expect(page.match(/<details>/g)).toHaveLength(2);
    expect(page.match(/<\/details>/g)).toHaveLength(2);
    expect(page.indexOf("<details>")).toBeGreaterThan(page.indexOf("Breaking (1)"));
    expect(page.match(/<ul>/g)).toHaveLength(3);
  });
});

describe("a change at hundreds of places", () => {
  const also = Array.from({ length: 900 }, (_, index) => `#/paths/~1p${index}/get/responses/200`);
  const outcome = outcomeOf([finding({ also })]);

  it.each([
    { format: "HTML", report: html(outcome), expected: "880 more, which --json lists" },
    { format: "SARIF", report: sarif(outcome), expected: "Also at 900 other places." },
    { format: "Markdown", report: markdown(outcome), expected: "and 897 more." },
  ])("is a short report in $format with the number of places", ({ report, expected }) => {
    expect(report).toContain(expected);
    expect(report.length).toBeLessThan(12_000);
  });
});

describe("a change of a shared schema", () => {
  it("is one finding with a list of the other places", async () => {
    const content = { content: { "application/json": { schema: { $ref: "#/components/schemas/E" } } } };
    const document = (maximum: number): object => ({
      openapi: "3.1.0",
      info: { title: "t", version: "1" },
      paths: Object.fromEntries(
        ["/a", "/b", "/c"].map((path) => [path, { post: { requestBody: content, responses: {} } }]),
      ),
      components: { schemas: { E: { type: "object", properties: { n: { type: "integer", maximum } } } } },
    });

    const documents = { before: document(9), after: document(5) };
    const reports = await Promise.all(
      ["", "--markdown", "--html", "--sarif"].map(
        async (format) => (await diffOf(documents, format ? [format] : [])).out,
      ),
    );

    const [asTable = "", asMarkdown = "", asPage = "", asSarif = ""] = reports;
    expect(asTable.match(/^BREAKING/gm)).toHaveLength(1);
    expect(asTable).toContain("Also at 2 other places");
    expect(asMarkdown).toContain("Also at POST /b › requestBody");
    expect(asPage).toContain("2 other places");
    const { runs } = JSON.parse(asSarif) as { runs: { results: { relatedLocations: unknown[] }[] }[] };
    expect(runs[0]?.results[0]?.relatedLocations).toHaveLength(2);
  });
});

const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  "&lt;b&gt;",
  "</style><script>alert(1)</script>",
  "</details></li><h1>",
  "<!--",
  "javascript:alert(1)",
  "\u202Eabc",
];

describe("an HTML report", () => {
  it.each(HOSTILE)("shows %j literally in every place", (text) => {
    const hostile = finding({
      where: `#/paths/${text.replaceAll("~", "~0").replaceAll("/", "~1")}/get`,
      before: text,
      after: { [text]: text },
      message: `the path ${text} changed`,
      witness: { body: { [text]: text }, acceptedBy: "old", refusedBy: "new" },
      also: [`#/paths/${text}`],
    });

    const page = html({
      findings: [hostile],
      notes: [text],
      sides: [text, text],
      locate: () => ({ file: text, line: 1 }),
    });

    const [, body = ""] = page.split("<body>");
    const tags = [...body.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name = ""]) => name.toLowerCase());
    const ours = [
      "body",
      "html",
      "h1",
      "h2",
      "p",
      "span",
      "fieldset",
      "legend",
      "label",
      "input",
      "ol",
      "li",
      "ul",
      "dl",
      "dt",
      "dd",
      "code",
      "br",
      "details",
      "summary",
    ];
    expect(tags.filter((tag) => !ours.includes(tag))).toEqual([]);
    expect(body.match(/<h1>/g)).toHaveLength(1);
    expect(body).not.toMatch(/<[^>]*\son\w+=/i);
    expect(body).not.toMatch(/<!--/);
  });

  it("loads no resources and has no scripts", () => {
    const page = html(outcomeOf([finding()]));

    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<iframe|<img|src=|url\(|@import/i);
  });

  it("has a checkbox to hide each of its levels", () => {
    const page = html(outcomeOf([finding(), finding({ level: "docs" })]));

    expect([...page.matchAll(/id="show-(\w+)"/g)].map(([, level]) => level)).toEqual(["breaking", "docs"]);
    expect(page).toContain('<li class="finding docs">');
  });
});

describe("a report in SARIF", () => {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(SARIF_SCHEMA);

  it.each([
    { name: "no finding", outcome: outcomeOf([]) },
    {
      name: "findings of each level in a file with special characters in its name",
      outcome: {
        ...outcomeOf(LEVELS.map((level) => finding({ level, also: ["#/paths/~1b", "#/paths/~1c"] }))),
        locate: () => ({ file: "a b/ö#?%.yaml", line: 3 }),
      },
    },
    {
      name: "findings of special rules",
      outcome: outcomeOf([
        finding({ rule: "operation-removed-without-deprecation" }),
        finding({ rule: "ignore-unused", level: "compatible", audience: "readers" }),
      ]),
    },
  ])("of $name matches the schema", ({ outcome }) => {
    const log: unknown = JSON.parse(sarif(outcome));

    expect(validate(log) ? [] : validate.errors).toEqual([]);
  });

  it("has a rule for every result, with a help text that says what to do", () => {
    const findings = [finding(), finding({ before: undefined }), finding({ before: 3 })];

    const { runs } = JSON.parse(sarif(outcomeOf(findings))) as {
      runs: {
        tool: { driver: { rules: { id: string; help: { text: string } }[] } };
        results: { ruleId: string; ruleIndex: number; message: { text: string } }[];
      }[];
    };

    const [run] = runs;
    const rules = run?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(["maximum-changed", "maximum-added"]);
    for (const { ruleId, ruleIndex, message } of run?.results ?? []) {
      expect(rules[ruleIndex]?.id).toBe(ruleId);
      expect(rules[ruleIndex]?.help.text).toMatch(/^[A-Z].*\.$/);
      expect(message.text).toMatch(/: Maximum changed: .*\. Affects callers\.$/);
    }
  });

  it("shows an unused ignore entry as a warning", () => {
    const { runs } = JSON.parse(sarif(outcomeOf([finding({ rule: "ignore-unused", level: "compatible" })]))) as {
      runs: { results: { level: string }[] }[];
    };

    expect(runs[0]?.results[0]?.level).toBe("warning");
  });
});

describe("a renamed path parameter", () => {
  const document = (name: string): object => ({
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: {
      [`/a/{${name}}`]: {
        get: { parameters: [{ name, in: "path", required: true, schema: { type: "string" } }], responses: {} },
      },
    },
  });

  it.each(["", "--markdown", "--github", "--sarif", "--html"])(
    "with %j affects generated code, not callers",
    async (format) => {
      const { out } = await diffOf({ before: document("id"), after: document("key") }, format ? [format] : []);

      expect(out).toContain("path-parameter-renamed");
      expect(out).not.toMatch(/Affects callers|"callers"/);
    },
  );
});

describe("human-readable reports", () => {
  it.each([
    { name: "a table", show: (outcome: Outcome) => table(outcome, APPEARANCE) },
    { name: "Markdown", show: markdown },
    { name: "annotations", show: github },
    { name: "a page", show: html },
  ])("use the word example in $name", ({ show }) => {
    const shown = show(outcomeOf([finding({ witness: { body: 6, acceptedBy: "old", refusedBy: "new" } })]));

    expect(shown).toMatch(/example/i);
    expect(shown).not.toMatch(/witness/i);
  });
});

describe("a changelog", () => {
  const TODAY = new Date("2026-06-15T23:00:00Z");

  it("has the sections of Keep a Changelog in order", async () => {
    const after = edited(
      set("/info/version", "9.9.9"),
      set("/paths/~1more", { get: { responses: { 200: { description: "More." } } } }),
      set("/components/schemas/Order/properties/count/maximum", 5),
      set("/paths/~1orders/post/deprecated", true),
      set("/paths/~1orders/post/description", "Other words."),
      remove("/paths/~1orders~1{id}/delete"),
      set("/components/securitySchemes/key/name", "X-Other"),
    );

    const { out } = await diffOf({ before: baseDocument(), after }, ["--changelog", "--fail-on", "none"]);

    expect(out).toMatch(/^## \[9\.9\.9\] - \d{4}-\d{2}-\d{2}\n/);
    expect([...out.matchAll(/^### (\w+)$/gm)].map(([, section]) => section)).toEqual([
      "Added",
      "Changed",
      "Deprecated",
      "Removed",
      "Fixed",
      "Security",
    ]);
    expect(out).toContain("### Added\n\n- /more: The path /more was added.");
    expect(out).toMatch(/### Removed\n\n- \*\*Breaking:\*\* DELETE `?\/orders/);
    expect(out).toMatch(/### Fixed\n\n- \d+ changes? of the documentation\./);
  });

  it("of an unchanged version is unreleased", () => {
    expect(changelog(outcomeOf([]), { version: undefined, today: TODAY })).toBe(
      "## [Unreleased]\n\nNo changes of the contract.",
    );
  });

  it("has today's date in UTC, and only safe characters of the version", () => {
    const text = changelog(outcomeOf([]), { version: "2.0](x)\n# a", today: TODAY });

    expect(text.split("\n")[0]).toBe("## [2.0xa] - 2026-06-15");
  });

  it.each(HOSTILE)("shows %j as text", (text) => {
    const shown = changelog(outcomeOf([finding({ message: `the property ${text} was removed`, after: undefined })]), {
      version: undefined,
      today: TODAY,
    });

    const page = marked.parse(shown, { async: false, gfm: true });
    expect(page.replaceAll(/<code>[\s\S]*?<\/code>/g, "")).not.toMatch(/<script|<img|<svg|<a |<!--|<[^>]* onmouseover/);
  });
});
