// Protects the guide for tests: MSW intercepts the requests of a client that was created earlier, and in another realm,
// as in Jest, the client still recognises the runtime's errors. `npm run test:consumers` runs the guide's test with
// Jest itself.
import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { guideFor } from "./guide.ts";
import { freePort } from "./serve.ts";

const PAGE = "docs/guides/testing.md";

test("the tests with MSW pass", async () => {
  const guide = guideFor(PAGE);

  const { code, stdout } = await guide.shell(guide.code("sh")).ended;

  expect(stdout).toMatch(/^# pass 2$/m);
  expect(stdout).toMatch(/^# fail 0$/m);
  expect(code).toBe(0);
});

/** Runs a program like Jest: with its own language globals and the platform's globals from outside. */
async function runInRealm(program: string): Promise<unknown> {
  const { URL, URLSearchParams, Headers, Request, Response, FormData, AbortController, AbortSignal } = globalThis;
  const { TextEncoder, TextDecoder, DOMException, fetch, setTimeout, clearTimeout, performance } = globalThis;
  const platform = { URL, URLSearchParams, Headers, Request, Response, FormData, AbortController, AbortSignal };
  const rest = { TextEncoder, TextDecoder, DOMException, fetch, setTimeout, clearTimeout, performance };
  const context = createContext({ ...platform, ...rest, OuterError: Error });
  const { outputFiles } = buildSync({
    entryPoints: ["src/sdk/index.ts"],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "sdk",
    target: "es2022",
  });
  runInContext(String(outputFiles[0]?.text), context);
  return JSON.parse(String(await runInContext(program, context))) as unknown;
}

test("errors of another realm are recognised", async () => {
  const port = await freePort();

  const result = await runInRealm(`(async () => {
    const evolink = new sdk.EvoLink({ apiKey: "test-key", baseUrl: "http://127.0.0.1:${port}", maxRetries: 0 });
    const body = { model: "kling-o3-reference-to-video", prompt: "A fox", video_url: "https://example.com/a.mp4" };
    const error = await evolink.videos.generate(body).catch((caught) => caught);
    const thrown = await fetch("http://127.0.0.1:${port}").catch((caught) => caught);
    const isOfRealm = { ours: error instanceof Error, fetchs: thrown instanceof Error, outer: thrown instanceof OuterError };
    return JSON.stringify({ name: error.name, sent: error.sent, isOfRealm });
  })()`);

  expect(result).toEqual({
    name: "ConnectionError",
    sent: false,
    isOfRealm: { ours: true, fetchs: false, outer: true },
  });
});
