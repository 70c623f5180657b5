// Protects the rehearsal of a release: what would stop the real one is said last, and fails where a release is at
// stake.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { provenance } from "../../scripts/release-dry.ts";

describe("a manifest without a usable repository", () => {
  it.each([[{}], [{ repository: "" }], [{ repository: { type: "git" } }], [{ repository: "https://example.com/a/b" }]])(
    "%j is told with what to do",
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

describe("the rehearsal", () => {
  it("is strict where a release is at stake", () => {
    expect(readFileSync(".github/workflows/release.yml", "utf8")).toContain("npm run release:dry -- --strict");
  });
});
