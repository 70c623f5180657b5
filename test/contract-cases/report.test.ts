// Protects the words of the contract report: its counts say how many constraints are covered, not only how many there
// are.
import { describe, expect, it } from "vitest";
import { deriveCases } from "../../src/contract/index.ts";
import { summary } from "../../scripts/contract-report.ts";
import { collect, type Report } from "../../scripts/report/collect.ts";
import { asHtml } from "../../scripts/report/html.ts";
import { around } from "./documents.ts";

const SIZE = { type: "integer", minimum: 1 };

/** The report on a body's schema by one validator that agrees with everything, or accepts everything. */
function reportOn(schema: object, isHonest = true): Promise<Report> {
  const validator = {
    name: "The validator",
    ask: (cases: readonly { valid: boolean }[]) =>
      Promise.resolve(cases.map(({ valid }) => ({ accepted: valid || !isHonest }))),
  };
  return collect({ title: "t", version: "1" }, deriveCases(around(schema)), [validator], []);
}

describe("the report", () => {
  it("says that all constraints are covered when they are", async () => {
    const report = await reportOn(SIZE);

    expect(summary(report, "reports")).toContain("2 constraints, all covered; 4 of 4 sides covered by");
    expect(asHtml(report)).toContain(">2 constraints, all covered</span>");
  });

  it("says how many of the constraints are covered when one is not", async () => {
    const report = await reportOn({ ...SIZE, discriminator: { propertyName: "kind" } });

    expect(summary(report, "reports")).toContain("2 of 3 constraints covered; 4 of 5 sides covered by");
    expect(asHtml(report)).toContain(">2 of 3 constraints covered</span>");
    expect(asHtml(report)).toContain('<b class="bad">2 of 3</b>constraints covered');
  });

  it("counts one constraint as one", async () => {
    expect(asHtml(await reportOn({ type: "integer" }))).toContain(">1 constraint, covered</span>");
  });

  it("says why a part is marked although all is covered", async () => {
    const report = await reportOn(SIZE, false);

    expect(asHtml(report)).toContain(">2 constraints, all covered; 2 with an unexplained difference</span>");
  });
});
