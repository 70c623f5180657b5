// Protects the line numbers in reports: a JSON pointer is resolved to a file and a line.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/drift.ts";
import { github } from "../../src/drift/report/github.ts";
import { sarif } from "../../src/drift/report/sarif.ts";
import type { Finding } from "../../src/drift/finding.ts";
import { vendorDocument, WITHOUT_MULTI_SHOT } from "./vendor-pages.ts";

describe("the location of a finding", () => {
  const finding = (where: string): Finding => ({
    level: "breaking",
    audience: "callers",
    where,
    before: undefined,
    after: undefined,
    message: "m",
    witness: undefined,
  });

  it("has no file without a document file", () => {
    const outcome = { findings: [finding("#/paths")], notes: [] };

    expect(github(outcome)).toMatch(/^::error title=breaking%3A paths::M\. .*/);
    expect(sarif(outcome)).not.toContain("physicalLocation");
  });

  it("is in the contract, or at the unused entry, when the vendor's page is compared", async () => {
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
    const output: string[] = [];
    const print = (text: string): unknown => output.push(text);
    // Locks the current descriptions of the page.
    await main(
      [...command, "--update"],
      () => undefined,
      () => undefined,
      folder,
    );

    await main([...command, "--github"], print, print, folder);

    const line =
      readFileSync(join(folder, "contract.json"), "utf8")
        .split("\n")
        .findIndex((text) => text.includes('"servers"')) + 1;
    rmSync(folder, { recursive: true });
    const places = new Set(
      output
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
