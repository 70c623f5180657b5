// Protects the sandbox in runtimes without Node.js: its core imports nothing from Node.js and embeds its files.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ASSETS, assetsModule } from "../../scripts/embed.ts";

const SANDBOX = join(import.meta.dirname, "../../src/sandbox");

it("imports nothing from Node.js outside the folder node", () => {
  const files = readdirSync(SANDBOX).filter((name) => name.endsWith(".ts"));

  const wrong = files.filter((name) =>
    /from "(node:|@hono\/node-server)/.test(readFileSync(join(SANDBOX, name), "utf8")),
  );

  expect(files.length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});

it("uses no global of Node.js", () => {
  const files = readdirSync(SANDBOX).filter((name) => name.endsWith(".ts") && name !== "assets.ts");

  const wrong = files.filter((name) =>
    /\b(Buffer\.|process\.|NodeJS\.|require\(|setImmediate)/.test(readFileSync(join(SANDBOX, name), "utf8")),
  );

  expect(wrong).toEqual([]);
});

it("embeds the current page and videos (`npm run embed`)", async () => {
  expect(readFileSync(ASSETS, "utf8")).toBe(await assetsModule());
});
