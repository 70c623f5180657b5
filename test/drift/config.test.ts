// Protects the configuration file: severities and ignore entries apply as documented and until they expire, and mistakes
// in the file are reported.
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
  ] as const)("$severity of a rule becomes the level of its findings", ({ severity, levels }) => {
    const { findings } = applyConfig([FINDING], configured({ severities: { "maximum-changed": severity } }), TODAY);

    expect(findings.map(({ level }) => level)).toEqual(levels);
  });

  it("does not affect other rules", () => {
    const { findings } = applyConfig([FINDING], configured({ severities: { "minimum-changed": "off" } }), TODAY);

    expect(findings).toEqual([FINDING]);
  });

  it("off is reported with the number of suppressed findings", () => {
    const { notes } = applyConfig([FINDING], configured({ severities: { "maximum-changed": "off" } }), TODAY);

    expect(notes).toEqual(["1 finding is not reported: drift.config.yaml turns their rules off."]);
  });
});

describe("an ignored finding", () => {
  it.each([
    { name: "by its full pointer", where: FINDING.where },
    { name: "by a pattern", where: "#/paths/*/get/**" },
    { name: "by a pointer without #", where: "/paths/~1a/get/parameters/0/schema/maximum" },
  ])("$name is removed, and listed with the reason", ({ where }) => {
    const { findings, notes } = applyConfig([FINDING], configured({ ignore: [ignoring({ where })] }), TODAY);

    expect(findings).toEqual([]);
    expect(notes).toEqual([`Ignored until 2026-12-31: maximum-changed at ${where} (agreed)`]);
  });

  it("is kept at places that do not match the entry", () => {
    const elsewhere = "#/paths/~1b/get/parameters/0/schema/maximum";
    const shared = { ...FINDING, also: [elsewhere] };

    const { findings } = applyConfig([shared], configured({ ignore: [ignoring({ where: FINDING.where })] }), TODAY);

    expect(findings).toMatchObject([{ where: elsewhere, also: undefined }]);
  });

  it.each([
    { name: "another rule", entry: ignoring({ rule: "minimum-changed" }) },
    { name: "another place", entry: ignoring({ where: "#/paths/~1b/**" }) },
  ])("does not match an entry for $name, which is reported as unused", ({ entry }) => {
    const { findings } = applyConfig([FINDING], configured({ ignore: [entry] }), TODAY);

    expect(findings).toMatchObject([FINDING, { rule: "ignore-unused", where: "#/ignore/0", level: "compatible" }]);
  });

  it.each([
    { expires: "2026-06-15", reported: false },
    { expires: "2026-06-14", reported: true },
    { expires: "2020-01-01", reported: true },
  ])("with expires $expires is reported on 2026-06-15: $reported", ({ expires, reported }) => {
    const { findings } = applyConfig([FINDING], configured({ ignore: [ignoring({ expires })] }), TODAY);

    expect(findings.some(({ rule }) => rule === undefined)).toBe(reported);
    expect(findings.some(({ rule }) => rule === "ignore-expired")).toBe(reported);
  });

  it("that is unused can be configured to fail", () => {
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

  it("is the one given by --config", async () => {
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

  it("annotates the line of an unused entry", async () => {
    const entry = "  - rule: enum-changed\n    where: '#/paths/**'\n    reason: r\n    expires: 2999-01-01\n";

    const { out } = await diffOf(documents, ["--github"], { "drift.config.yaml": `ignore:\n${entry}` });

    expect(out).toMatch(/^::warning file=drift\.config\.yaml,line=2,.*matches no finding of enum-changed/m);
  });

  const ENTRY = "rule: maximum-changed\n    where: '#/paths/**'\n    reason: r\n    expires: 2999-01-01";
  it.each([
    {
      name: "an unknown key",
      text: "severitys: {}",
      messages: ['line 1: Unknown key "severitys"', 'mean "severities"?'],
    },
    {
      name: "an unknown rule",
      text: "severities:\n  maximum-chnged: off",
      messages: ['line 2: Unknown rule "maximum-chnged" at /severities', 'mean "maximum-changed"?'],
    },
    {
      name: "an unknown severity",
      text: "severities:\n  maximum-changed: braking",
      messages: ["line 2: /severities/maximum-changed is no severity", 'mean "breaking"?'],
    },
    {
      name: "an unknown rule of an entry",
      text: `ignore:\n  - ${ENTRY.replace("maximum-", "maxmum-")}`,
      messages: ["/ignore/0/rule is no rule", 'mean "maximum-changed"?'],
    },
    {
      name: "an unknown key of an entry",
      text: `ignore:\n  - ${ENTRY.replace("reason", "reasn")}`,
      messages: ["/ignore/0"],
    },
    {
      name: "an entry without a reason",
      text: `ignore:\n  - ${ENTRY.replace("    reason: r\n", "")}`,
      messages: ['/ignore/0 needs the key "reason"', "Say why"],
    },
    {
      name: "an entry without a date",
      text: `ignore:\n  - ${ENTRY.replace("    expires: 2999-01-01", "")}`,
      messages: ['needs the key "expires"', "YYYY-MM-DD"],
    },
    {
      name: "a day that does not exist",
      text: `ignore:\n  - ${ENTRY.replace("2999-01-01", "2999-02-30")}`,
      messages: ["line 5: /ignore/0/expires must be a day written YYYY-MM-DD"],
    },
    {
      name: "a place that is not a JSON pointer",
      text: `ignore:\n  - ${ENTRY.replace("#/paths/**", "paths.a")}`,
      messages: ["line 3: /ignore/0/where must be a JSON pointer"],
    },
    {
      name: "an empty reason",
      text: `ignore:\n  - ${ENTRY.replace("reason: r", "reason: ''")}`,
      messages: ["must not be empty"],
    },
    { name: "a list", text: "- a", messages: ["the top level must be object"] },
    { name: "a duplicate key", text: "ignore: []\nignore: []", messages: ["drift.config.yaml"] },
  ])("with $name exits with 2 and says what to write", async ({ text, messages }) => {
    const { status, out, err } = await diffOf(documents, [], { "drift.config.yaml": text });

    expect({ status, out }).toEqual({ status: 2, out: "" });
    for (const words of ["drift.config.yaml", ...messages]) expect(err).toContain(words);
  });

  it("that is given and missing exits with 2", async () => {
    const { status, err } = await diffOf(documents, ["--config", "none.yaml"]);

    expect(status).toBe(2);
    expect(err).toContain("none.yaml");
  });
});
