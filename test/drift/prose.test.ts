// Protects limits in the vendor's descriptions: a changed number is found, although no schema contains it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { main } from "../../src/cli/drift.ts";
import { compareProse, pageName, proseOf } from "../../src/drift/vendor/prose.ts";
import type { JsonObject } from "../../src/openapi/json.ts";
import { vendorDocument, WITHOUT_MULTI_SHOT } from "./vendor-pages.ts";

const contract: JsonObject = {
  components: { schemas: { Request: { properties: { video_url: {}, image_urls: {}, callback_url: {} } } } },
};
const page = (description: string): JsonObject => ({
  openapi: "3.1.0",
  paths: {
    "/a": {
      post: {
        requestBody: { content: { "application/json": { schema: { properties: { video_url: { description } } } } } },
      },
    },
  },
});
const WHERE = "#/paths/~1a/post/requestBody/content/application~1json/schema/properties/video_url/description";
const compare = (before: string, after: string): ReturnType<typeof compareProse> =>
  compareProse(contract, page(after), { [pageName(page(before))]: proseOf(page(before)) });

describe("numbers in a description", () => {
  it.each([
    { text: "Duration ≥ 3 seconds", numbers: ["≥ 3 seconds"] },
    { text: "Images + elements ≤ `4` images", numbers: ["≤ 4 images"] },
    { text: "`3` retries, after 1, 2 and 4 seconds", numbers: ["3 retries", "1", "2 and", "4 seconds"] },
    { text: "between 720px and 2160px, at most 200 MB", numbers: ["720px", "2160px", "at most 200 MB"] },
    { text: "No number", numbers: [] },
  ])("$text: $numbers", ({ text, numbers }) => {
    expect(proseOf(page(text))[WHERE]?.numbers).toEqual(numbers);
  });
});

describe("a changed description", () => {
  it("with other numbers is a finding with old and new numbers and the fields concerned", () => {
    expect(compare("At least 3 seconds, with image_urls", "At least 5 seconds, with image_urls")).toMatchObject([
      {
        level: "unproven",
        where: WHERE,
        before: ["At least 3 seconds"],
        after: ["At least 5 seconds"],
        message: expect.stringContaining("it concerns video_url, image_urls") as string,
      },
    ]);
  });

  it("with other words only is a compatible finding", () => {
    expect(compare("Send at most 4 images", "Give at most 4 images")[0]?.level).toBe("compatible");
  });

  it.each([
    { name: "that was added", before: "", after: "At most 4" },
    { name: "that was removed", before: "At most 4", after: "" },
  ])("$name is a finding", ({ before, after }) => {
    expect(compare(before, after)).toHaveLength(1);
  });

  it("with other line breaks only is not a finding", () => {
    expect(compare("At most 4\nimages", "At most 4 images")).toEqual([]);
  });
});

describe("drift vendor", () => {
  const folder = mkdtempSync(join(tmpdir(), "prose-"));
  const output: string[] = [];
  const run = (...args: string[]): Promise<number> =>
    main(
      ["vendor", "page.json", "--contract", "contract.json", "--known", "known.yaml", "--lock", "lock.json", ...args],
      (text) => output.push(text),
      (text) => output.push(text),
      folder,
    );
  const document = (text: string): string =>
    JSON.stringify({ ...vendorDocument(WITHOUT_MULTI_SHOT), info: { title: "t", version: "1", description: text } });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("fails on a changed limit until the lock file is updated", async () => {
    writeFileSync(join(folder, "contract.json"), document("At most 4"));
    writeFileSync(join(folder, "known.yaml"), "differences: []\n");
    writeFileSync(join(folder, "page.json"), document("At most 4"));

    expect(await run("--update"), output.join("\n")).toBe(0);
    expect(readFileSync(join(folder, "lock.json"), "utf8")).not.toContain("images");
    expect(await run(), output.join("\n")).toBe(0);
    writeFileSync(join(folder, "page.json"), document("At most 5"));
    expect(await run(), output.join("\n")).toBe(1);
    expect(await run("--update"), output.join("\n")).toBe(0);
    expect(await run(), output.join("\n")).toBe(0);
  });
});
