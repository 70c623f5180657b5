// Protects all guides: their code compiles with strict settings, every block is tested, and they stay short.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileGuides } from "./compile.ts";
import { blocksOf, ROOT } from "./page.ts";

/**
 * Every block of every guide: its file or its language. A new block needs a test that runs it, in the test file with
 * the name of the guide.
 */
const BLOCKS: Readonly<Record<string, readonly string[]>> = {
  "commonjs.md": ["video.cjs"],
  "containers.md": ["compose.yaml", "advance.ts"],
  "errors.md": ["money.ts"],
  "front-end.md": ["server.ts", "vite.config.ts", "index.html", "main.tsx"],
  "many-videos.md": ["workers.ts", "callbacks.ts", "sh", "night.ts"],
  "nextjs.md": [
    ".env.local",
    "evolink.ts",
    "app/api/videos/route.ts",
    "app/api/videos/[id]/route.ts",
    "app/videos/[id]/page.tsx",
  ],
  "own-gateway.md": ["gateway.test.ts", "check-gateway.ts"],
  "proxies.md": ["evolink.ts", "credits.ts", "sh", "evolink-password.ts"],
  "server.md": ["videos.ts", "node.ts", "express.ts", "app/videos/route.ts", "app/hooks/video/route.ts", "worker.ts"],
  "testing.md": ["videos.ts", "videos.test.ts", "sh", "video.test.mjs", "sh"],
  "upgrading.md": ["drift.ts", "not-yet.ts", "sh"],
};

/** Returns the anchor of a heading on GitHub and on the site. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .trim()
    .replaceAll(" ", "-");

test("the list of blocks is complete", () => {
  const guides = readdirSync(join(ROOT, "docs/guides")).map((name) => [
    name,
    blocksOf(`docs/guides/${name}`).map(({ file, language }) => file ?? language),
  ]);

  expect(Object.fromEntries(guides)).toEqual(BLOCKS);
});

const found = compileGuides(Object.keys(BLOCKS).map((name) => `docs/guides/${name}`));

describe.each(Object.keys(BLOCKS))("%s", (name) => {
  const page = `docs/guides/${name}`;
  const text = readFileSync(join(ROOT, page), "utf8");

  test("compiles", () => {
    expect(found[page]).toBe("");
  });

  test("has at most 175 lines and ends with what to do when it fails", () => {
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);

    expect(text.split("\n").length).toBeLessThanOrEqual(175);
    expect(headings.at(-1)).toMatch(/^When (it fails|none of this helps)$/);
  });

  test("links to existing pages and headings, and is in the site's sidebar", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(
      ([, path = "", anchor]) => [join("docs/guides", path), anchor] as const,
    );

    for (const [path, anchor] of links) {
      const headings = [...readFileSync(join(ROOT, path), "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
        anchorOf(String(heading)),
      );
      if (anchor !== undefined) expect(headings).toContain(anchor);
    }
    expect(readFileSync(join(ROOT, "docs/.vitepress/config.ts"), "utf8")).toContain(
      `link: "/guides/${name.replace(".md", "")}"`,
    );
  });
});
