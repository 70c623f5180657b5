// Protects the lines of reports: a pointer leads to the line where a person has to look.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/drift.ts";
import { github } from "../../src/drift/report/github.ts";
import { sarif } from "../../src/drift/report/sarif.ts";
import type { Finding } from "../../src/drift/finding.ts";
import { vendorDocument, WITHOUT_MULTI_SHOT } from "./vendor-pages.ts";

describe("what a report points to", () => {
  const finding = (where: string): Finding => ({
    level: "breaking",
    audience: "callers",
    where,
    before: undefined,
    after: undefined,
    message: "m",
    witness: undefined,
  });

  it("has no file when none is meant", () => {
    const outcome = { findings: [finding("#/paths")], notes: [] };

    expect(github(outcome)).toMatch(/^::error title=breaking%3A paths::M\. .*/);
    expect(sarif(outcome)).not.toContain("physicalLocation");
  });

  it("is the line of the contract, or of the entry that is out of date, for the vendor's page", async () => {
    const folder = mkdtempSync(join(tmpdir(), "drift-lines-"));
    const page = { ...vendorDocument(WITHOUT_MULTI_SHOT), servers: [{ url: "https://elsewhere.example" }] };
    writeFileSync(join(folder, "page.json"), JSON.stringify(page));
    writeFileSync(join(folder, "contract.json"), JSON.stringify(vendorDocument(WITHOUT_MULTI_SHOT), null, 2));
    writeFileSync(
      join(folder, "known.yaml"),
      "differences:\n  - where: '#/a'\n    reason: a\n    source: b\n    since: '2026-01-01'\n  - where: '#/b/**'\n    reason: a\n    source: b\n    since: '2026-01-01'\n",
    );
    const command = [
      "vendor",
      "page.json",
      "--contract",
      "contract.json",
      "--known",
      "known.yaml",
      "--lock",
      "lock.json",
    ];
    const said: string[] = [];
    const say = (text: string): unknown => said.push(text);
    // The page's descriptions are locked as they are.
    await main(
      [...command, "--update"],
      () => undefined,
      () => undefined,
      folder,
    );

    await main([...command, "--github"], say, say, folder);

    const line =
      readFileSync(join(folder, "contract.json"), "utf8")
        .split("\n")
        .findIndex((text) => text.includes('"servers"')) + 1;
    rmSync(folder, { recursive: true });
    const places = new Set(
      said
        .join("\n")
        .split("\n")
        .map((text) => /file=([^,]+,line=\d+)/.exec(text)?.[1]),
    );
    expect(places).toContain("known.yaml,line=2");
    expect(places).toContain("known.yaml,line=6");
    expect([...places].filter((place) => place?.startsWith("contract.json"))).toEqual([
      expect.stringMatching(new RegExp(`^contract\\.json,line=(?:${line}|${line + 1}|${line + 2})$`)),
    ]);
  });
});
