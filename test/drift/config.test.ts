// Protects the configuration file: severities and ignores do what they say, for as long as they say, and a mistake in
// the file is named.
import { describe, expect, it } from "vitest";
import { applyConfig } from "../../src/drift/config/apply.ts";
import type { Config, Ignore } from "../../src/drift/config/read.ts";
import { baseDocument } from "../../scripts/bench/drift/base-document.ts";
import { edited, set } from "../../scripts/bench/drift/edit.ts";
import { diffOf, finding } from "./reports.ts";

const TODAY = new Date("2026-06-15T10:00:00Z");
const documents = {
  before: baseDocument(),
  after: edited(set("/components/schemas/Order/properties/count/maximum", 5)),
};
const FINDING = finding({ where: "#/paths/~1a/get/parameters/0/schema/maximum" });

function configured(more: Partial<Config>): Config {
  return { file: "drift.config.yaml", severities: {}, ignore: [], ...more };
}

function ignoring(more: Partial<Ignore> = {}): Ignore {
  return { rule: "maximum-changed", where: "#/paths/**", reason: "agreed", expires: "2026-12-31", ...more };
}

describe("a severity", () => {
  it.each([
    { severity: "compatible", levels: ["compatible"] },
    { severity: "docs", levels: ["docs"] },
    { severity: "off", levels: [] },
  ] as const)("$severity for a rule is the level of its findings", ({ severity, levels }) => {
    const { findings } = applyConfig([FINDING], configured({ severities: { "maximum-changed": severity } }), TODAY);

    expect(findings.map(({ level }) => level)).toEqual(levels);
  });

  it("leaves other rules alone", () => {
    const { findings } = applyConfig([FINDING], configured({ severities: { "minimum-changed": "off" } }), TODAY);

    expect(findings).toEqual([FINDING]);
  });

  it("that turns a rule off says how many findings are not reported", () => {
    const { notes } = applyConfig([FINDING], configured({ severities: { "maximum-changed": "off" } }), TODAY);

    expect(notes).toEqual(["1 finding is not reported: drift.config.yaml turns their rules off."]);
  });
});

describe("an ignored finding", () => {
  it.each([
    { name: "by its whole pointer", where: FINDING.where },
    { name: "by a pattern", where: "#/paths/*/get/**" },
    { name: "by a pointer without #", where: "/paths/~1a/get/parameters/0/schema/maximum" },
  ])("$name is taken out, and named with its reason", ({ where }) => {
    const { findings, notes } = applyConfig([FINDING], configured({ ignore: [ignoring({ where })] }), TODAY);

    expect(findings).toEqual([]);
    expect(notes).toEqual([`Ignored until 2026-12-31: maximum-changed at ${where} (agreed)`]);
  });

  it("keeps the places that the entry does not name", () => {
    const elsewhere = "#/paths/~1b/get/parameters/0/schema/maximum";
    const shared = { ...FINDING, also: [elsewhere] };

    const { findings } = applyConfig([shared], configured({ ignore: [ignoring({ where: FINDING.where })] }), TODAY);

    expect(findings).toMatchObject([{ where: elsewhere, also: undefined }]);
  });

  it.each([
    { name: "another rule", entry: ignoring({ rule: "minimum-changed" }) },
    { name: "another place", entry: ignoring({ where: "#/paths/~1b/**" }) },
  ])("is not one that an entry for $name means, and the entry is reported as unused", ({ entry }) => {
    const { findings } = applyConfig([FINDING], configured({ ignore: [entry] }), TODAY);

    expect(findings).toMatchObject([FINDING, { rule: "ignore-unused", where: "#/ignore/0", level: "compatible" }]);
  });

  it.each([
    { expires: "2026-06-15", counts: false },
    { expires: "2026-06-14", counts: true },
    { expires: "2020-01-01", counts: true },
  ])("on 2026-06-15 with expires $expires counts: $counts", ({ expires, counts }) => {
    const { findings } = applyConfig([FINDING], configured({ ignore: [ignoring({ expires })] }), TODAY);

    expect(findings.some(({ rule }) => rule === undefined)).toBe(counts);
    expect(findings.some(({ rule }) => rule === "ignore-expired")).toBe(counts);
  });

  it("that is unused can be made to fail", () => {
    const config = configured({ ignore: [ignoring()], severities: { "ignore-unused": "breaking" } });

    const { findings } = applyConfig([], config, TODAY);

    expect(findings).toMatchObject([{ level: "breaking", rule: "ignore-unused" }]);
  });
});

describe("the configuration file", () => {
  const LOWERED = "severities:\n  maximum-changed: compatible\n";

  it("is found in the working directory", async () => {
    const { status } = await diffOf(documents, [], { "drift.config.yaml": LOWERED });

    expect(status).toBe(0);
  });

  it("is the named one where one is named", async () => {
    const [named, unnamed] = [
      await diffOf(documents, ["--config", "other.yaml"], { "other.yaml": LOWERED }),
      await diffOf(documents, [], { "other.yaml": LOWERED }),
    ];

    expect([named.status, unnamed.status]).toEqual([0, 1]);
  });

  it("may be empty", async () => {
    const { status, err } = await diffOf(documents, [], { "drift.config.yaml": "# Nothing yet.\n" });

    expect({ status, err }).toEqual({ status: 1, err: "" });
  });

  it("annotates its own line for an entry that is out of date", async () => {
    const entry = "  - rule: enum-changed\n    where: '#/paths/**'\n    reason: r\n    expires: 2999-01-01\n";

    const { out } = await diffOf(documents, ["--github"], { "drift.config.yaml": `ignore:\n${entry}` });

    expect(out).toMatch(/^::warning file=drift\.config\.yaml,line=2,.*matches no finding of enum-changed/m);
  });

  const ENTRY = "rule: maximum-changed\n    where: '#/paths/**'\n    reason: r\n    expires: 2999-01-01";
  it.each([
    { name: "an unknown key", text: "severitys: {}", said: ['line 1: Unknown key "severitys"', 'mean "severities"?'] },
    {
      name: "an unknown rule",
      text: "severities:\n  maximum-chnged: off",
      said: ['line 2: Unknown rule "maximum-chnged" at /severities', 'mean "maximum-changed"?'],
    },
    {
      name: "an unknown severity",
      text: "severities:\n  maximum-changed: braking",
      said: ["line 2: /severities/maximum-changed is no severity", 'mean "breaking"?'],
    },
    {
      name: "an unknown rule of an entry",
      text: `ignore:\n  - ${ENTRY.replace("maximum-", "maxmum-")}`,
      said: ["/ignore/0/rule is no rule", 'mean "maximum-changed"?'],
    },
    {
      name: "an unknown key of an entry",
      text: `ignore:\n  - ${ENTRY.replace("reason", "reasn")}`,
      said: ["/ignore/0"],
    },
    {
      name: "an entry without a reason",
      text: `ignore:\n  - ${ENTRY.replace("    reason: r\n", "")}`,
      said: ['/ignore/0 needs the key "reason"', "Say why"],
    },
    {
      name: "an entry without a date",
      text: `ignore:\n  - ${ENTRY.replace("    expires: 2999-01-01", "")}`,
      said: ['needs the key "expires"', "YYYY-MM-DD"],
    },
    {
      name: "a day that does not exist",
      text: `ignore:\n  - ${ENTRY.replace("2999-01-01", "2999-02-30")}`,
      said: ["line 5: /ignore/0/expires must be a day written YYYY-MM-DD"],
    },
    {
      name: "a place that is no pointer",
      text: `ignore:\n  - ${ENTRY.replace("#/paths/**", "paths.a")}`,
      said: ["line 3: /ignore/0/where must be a JSON pointer"],
    },
    {
      name: "an empty reason",
      text: `ignore:\n  - ${ENTRY.replace("reason: r", "reason: ''")}`,
      said: ["must not be empty"],
    },
    { name: "a list", text: "- a", said: ["the top level must be object"] },
    { name: "a key that occurs twice", text: "ignore: []\nignore: []", said: ["drift.config.yaml"] },
  ])("with $name ends with 2 and says what to write", async ({ text, said }) => {
    const { status, out, err } = await diffOf(documents, [], { "drift.config.yaml": text });

    expect({ status, out }).toEqual({ status: 2, out: "" });
    for (const words of ["drift.config.yaml", ...said]) expect(err).toContain(words);
  });

  it("that is named and missing ends with 2", async () => {
    const { status, err } = await diffOf(documents, ["--config", "none.yaml"]);

    expect(status).toBe(2);
    expect(err).toContain("none.yaml");
  });
});
