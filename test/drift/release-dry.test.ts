// Protects the dry run of a release: what would stop the real one is printed last, and fails in the release workflow.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { provenance } from "../../scripts/release-dry.ts";

describe("a manifest without a usable repository", () => {
  it.each([[{}], [{ repository: "" }], [{ repository: { type: "git" } }], [{ repository: "https://example.com/a/b" }]])(
    "%j is not ready, and the message says what to do",
    (manifest) => {
      const { ready, line } = provenance(manifest);

      expect(ready).toBe(false);
      expect(line).toMatch(/^NOT READY: .*`repository`.*package\.json.*provenance/);
    },
  );
});

describe("a manifest that names its repository", () => {
  it.each([
    "github:owner/name",
    "owner/name",
    "https://github.com/owner/name",
    "git+https://github.com/owner/name.git",
  ])("as %s is ready", (url) => {
    const [short, long] = [provenance({ repository: url }), provenance({ repository: { type: "git", url } })];

    expect([short.ready, long.ready]).toEqual([true, true]);
  });
});

describe("the dry run", () => {
  it("is strict in the release workflow", () => {
    expect(readFileSync(".github/workflows/release.yml", "utf8")).toContain("npm run release:dry -- --strict");
  });
});
