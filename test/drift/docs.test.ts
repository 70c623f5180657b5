// Protects docs/drift.md: its configuration is valid, its workflow uses existing inputs of the action, and its tables
// are complete.
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";
import { baseDocument } from "../../scripts/bench/drift/base-document.ts";
import { FORMATS } from "../../src/cli/drift-report.ts";
import { COMMANDS } from "../../src/drift/commands.ts";
import { RULES } from "../../src/drift/rules/rules.ts";
import { blocksOf } from "../guides/page.ts";
import { diffOf } from "./reports.ts";

const PAGE = "docs/drift.md";
const text = readFileSync(PAGE, "utf8");
const yaml = blocksOf(PAGE).filter(({ language }) => language === "yaml");

describe("the page about drift", () => {
  it("shows a valid configuration", async () => {
    const [config] = yaml.filter(({ code }) => code.startsWith("severities:"));

    const { status, err } = await diffOf({ before: baseDocument(), after: baseDocument() }, [], {
      "drift.config.yaml": config?.code ?? "missing: true",
    });

    expect({ status, err }).toEqual({ status: 0, err: "" });
  });

  it("shows a workflow with existing inputs of the action", () => {
    const action = parse(readFileSync("action.yml", "utf8")) as { inputs: object };
    const workflow = parse(yaml.find(({ code }) => code.includes("jobs:"))?.code ?? "") as {
      jobs: { drift: { steps: { uses: string; with: object }[] } };
    };

    const step = workflow.jobs.drift.steps.find(({ uses }) => uses.includes("evolink-video"));

    expect(Object.keys(step?.with ?? {}).filter((name) => !Object.hasOwn(action.inputs, name))).toEqual([]);
    expect(Object.keys(step?.with ?? {})).toEqual(expect.arrayContaining(["old", "new"]));
    expect(Object.keys(action.inputs).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it("names every report format and command", () => {
    expect(FORMATS.filter((format) => !text.includes(`\`--${format}\``))).toEqual([]);
    expect(Object.keys(COMMANDS).filter((name) => !text.includes(`drift ${name}`))).toEqual([]);
  });

  it("names only existing rules and kinds", () => {
    const [, section = ""] = text.split("## Rules\n");
    const [list = ""] = section.split("The change is");
    const [, kinds = ""] = list.split("A kind is");
    const named = [...kinds.matchAll(/`([a-z-]+)`/g)].map(([, kind = ""]) => kind);

    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((kind) => !RULES.has(`${kind}-changed`))).toEqual([]);
    const rules = [...(list.split("A kind is")[0]?.matchAll(/`([a-z-]+)`/g) ?? [])].map(([, rule = ""]) => rule);
    expect(rules.filter((rule) => !RULES.has(rule))).toEqual([]);
  });
});
