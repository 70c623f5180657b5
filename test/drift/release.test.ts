// Protects `drift release`: the version bump that a change requires, and that the pending changeset is sufficient.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bumpBetween, bumpInChangeset } from "../../src/drift/release/bump.ts";
import { checkRelease, type Registry } from "../../src/drift/release/release.ts";
import { baseDocument } from "../../scripts/bench/drift/base-document.ts";
import { edited, set, type Edit } from "../../scripts/bench/drift/edit.ts";

const BREAKING = set("/components/schemas/Order/properties/count/maximum", 5);
const HARMLESS = set("/paths/~1more", { get: { responses: { 200: { description: "More." } } } });
const WORDS = set("/info/description", "Other words.");

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "drift-release-"));
  await mkdir(join(folder, ".changeset"));
});

afterEach(() => rm(folder, { recursive: true }));

const released = (version: string | undefined): Registry => ({
  last: () => Promise.resolve(version),
  contract: () => Promise.resolve(JSON.stringify(baseDocument())),
});

async function pending(version: string, bump?: string): Promise<void> {
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "evolink-video", version }));
  if (bump !== undefined)
    await writeFile(join(folder, ".changeset", "quick-fox.md"), `---\n"evolink-video": ${bump}\n---\n\nSomething.\n`);
}

describe("a release", () => {
  it("that is the first has nothing to compare with", async () => {
    await pending("0.0.0");

    const { findings, note, none } = await checkRelease(edited(BREAKING), folder, released(undefined));

    expect(findings).toEqual([]);
    expect([note, none]).toEqual([
      "evolink-video has not been released yet, so there is nothing to compare with.",
      "Any version may be the first.",
    ]);
  });

  it.each<[string, Edit, string | undefined, string, boolean]>([
    ["1.2.3", BREAKING, "minor", "major", false],
    ["1.2.3", BREAKING, "major", "major", true],
    ["1.2.3", HARMLESS, "patch", "minor", false],
    ["1.2.3", HARMLESS, "minor", "minor", true],
    ["1.2.3", WORDS, undefined, "patch", false],
    ["1.2.3", WORDS, "patch", "patch", true],
    ["0.4.0", BREAKING, "patch", "minor", false],
    ["0.4.0", BREAKING, "minor", "minor", true],
  ])("after %s with change %# and changeset %s needs %s", async (version, edit, changeset, needed, suffices) => {
    await pending(version, changeset);

    const { findings, note } = await checkRelease(edited(edit), folder, released(version));

    expect(note).toContain(`needs the bump ${needed}`);
    expect(findings.length === 0).toBe(suffices);
    if (!suffices) expect(findings[0]).toMatchObject({ level: "breaking", after: needed });
  });

  it("needs no changeset if the version was already increased", async () => {
    await pending("2.0.0");

    const { findings } = await checkRelease(edited(BREAKING), folder, released("1.2.3"));

    expect(findings).toEqual([]);
  });

  it("without a change of the contract needs no bump", async () => {
    await pending("1.2.3");

    const { findings, note } = await checkRelease(baseDocument(), folder, released("1.2.3"));

    expect([findings, note]).toEqual([[], "Since 1.2.3: the contract needs the bump none; pending is none."]);
  });
});

describe("a bump", () => {
  it.each([
    ["1.2.3", "1.2.4", "patch"],
    ["1.2.3", "1.3.0", "minor"],
    ["1.2.3", "2.0.0", "major"],
    ["1.2.3", "1.2.3", "none"],
    ["1.2.3", "1.1.9", "none"],
    ["1.2.3", "1.2.10", "patch"],
    ["1.9.0", "1.10.0", "minor"],
    ["0.4.0", "0.5.0", "minor"],
    ["0.4.0", "0.4.1", "patch"],
    ["1.2.3", "2.0.0-beta.1", "major"],
    ["1.2.3", "1.3.0-beta.1", "minor"],
    ["1.2.3-beta.1", "1.2.3", "patch"],
    ["1.2.3-beta.1", "1.2.3-beta.2", "patch"],
    ["1.2.3", "1.2.3-beta.1", "none"],
    ["1.2.3", "1.2.3+build", "none"],
  ])("from %s to %s is %s", (before, after, bump) => {
    expect(bumpBetween(before, after)).toBe(bump);
  });

  it("in a changeset is read for the given package", () => {
    expect(bumpInChangeset("---\n'other': major\nevolink-video: minor\n---\ntext", "evolink-video")).toBe("minor");
    expect(bumpInChangeset("no front matter", "evolink-video")).toBe("none");
  });

  it.each(["", "one", "1.2", "1.2.3.4"])("to %j is rejected as an invalid version", (version) => {
    expect(() => bumpBetween("1.2.3", version)).toThrow("is no version");
  });
});
