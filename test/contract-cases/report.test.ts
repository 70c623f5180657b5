// Protects the contract report: it says how many constraints are covered, and not only how many there are.
import { describe, expect, it } from "vitest";
import { deriveCases } from "../../src/contract/index.ts";
import { summary } from "../../scripts/contract-report.ts";
import { collect, type Report } from "../../scripts/report/collect.ts";
import { asHtml } from "../../scripts/report/html.ts";
import { around } from "./documents.ts";

const SIZE = { type: "integer", minimum: 1 };

/** Resolves to the report on a request body's schema, by a validator that is always right or accepts everything. */
function reportOn(schema: object, isRight = true): Promise<Report> {
  const validator = {
    name: "The validator",
    validate: (cases: readonly { valid: boolean }[]) =>
      Promise.resolve(cases.map(({ valid }) => ({ accepted: valid || !isRight }))),
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

  it("uses the singular for one constraint", async () => {
    expect(asHtml(await reportOn({ type: "integer" }))).toContain(">1 constraint, covered</span>");
  });

  it("names unexplained differences in a group whose constraints are all covered", async () => {
    const report = await reportOn(SIZE, false);

    expect(asHtml(report)).toContain(">2 constraints, all covered; 2 with an unexplained difference</span>");
  });
});
