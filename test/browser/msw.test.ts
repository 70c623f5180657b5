// Protects users of MSW in a real browser: its service worker serves the whole API without a server.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { serve, type Served } from "../guides/serve.ts";
import { launchChromium } from "./browser.ts";
import type { Outcome } from "./msw/page.ts";

let browser: Browser;
let site: Served;
beforeAll(async () => {
  const bundled = await build({
    entryPoints: [join(import.meta.dirname, "msw/page.ts")],
    ...{ bundle: true, write: false, format: "esm", platform: "browser", target: "es2022" },
    // The server is imported only in Node.js.
    external: ["node:*"],
  });
  const files = new Map([
    ["/", { type: "text/html", text: "<!doctype html><title>page</title><script type=module src=/page.js></script>" }],
    ["/page.js", { type: "text/javascript", text: bundled.outputFiles[0]?.text ?? "" }],
    ["/mockServiceWorker.js", { type: "text/javascript", text: await workerScript() }],
  ]);
  site = await serve((request) => {
    const file = files.get(new URL(request.url).pathname);
    return new Response(file?.text ?? "", {
      status: file ? 200 : 404,
      headers: { "content-type": file?.type ?? "text/plain" },
    });
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

/** Reads MSW's service worker, which `npx msw init` copies into a project. */
function workerScript(): Promise<string> {
  const manifest = createRequire(import.meta.url).resolve("msw/package.json");
  return readFile(join(manifest, "../lib/mockServiceWorker.js"), "utf8");
}

it("a task follows the virtual clock, its video plays, and a reset connection is an unknown outcome", async () => {
  const page = await browser.newPage();
  await page.goto(site.url);
  await page.waitForFunction("'live' in globalThis");

  const outcome = await page.evaluate<Outcome>("live()");

  expect(outcome).toEqual({
    observed: ["pending", "processing", "completed", expect.stringMatching(/^https:\/\/api\.evolink\.ai\/results\//)],
    width: 320,
    ranged: 206,
    lost: "OutcomeUnknownError, 2 tasks",
  });
});
