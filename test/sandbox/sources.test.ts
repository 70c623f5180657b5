// Protects the sandbox where there is no Node: its core imports nothing of it, and holds its files.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ASSETS, assetsModule } from "../../scripts/embed.ts";

const SANDBOX = join(import.meta.dirname, "../../src/sandbox");

it("imports nothing of Node outside the folder node", () => {
  const files = readdirSync(SANDBOX).filter((name) => name.endsWith(".ts"));

  const wrong = files.filter((name) =>
    /from "(node:|@hono\/node-server)/.test(readFileSync(join(SANDBOX, name), "utf8")),
  );

  expect(files.length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});

it("uses no global of Node", () => {
  const files = readdirSync(SANDBOX).filter((name) => name.endsWith(".ts") && name !== "assets.ts");

  const wrong = files.filter((name) =>
    /\b(Buffer\.|process\.|NodeJS\.|require\(|setImmediate)/.test(readFileSync(join(SANDBOX, name), "utf8")),
  );

  expect(wrong).toEqual([]);
});

it("holds the page and the videos as they are in their folders: `npm run embed`", async () => {
  expect(readFileSync(ASSETS, "utf8")).toBe(await assetsModule());
});
