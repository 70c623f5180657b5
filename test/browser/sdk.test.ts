// Protects the SDK in a browser: from a page on another origin it creates, polls and plays a video, and reports
// failures.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from "vitest";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { startBrowser, type Browser } from "./browser.ts";

const PAGE = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>A front end</title><video muted></video>
<script type="module">import * as sdk from "/sdk.js"; window.sdk = sdk;</script>`;

let browser: Browser;
let site: Server;
let sandbox: Sandbox;
let origin: string;

beforeAll(async () => {
  const bundle = await build({
    entryPoints: ["src/sdk/index.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
  });
  const script = bundle.outputFiles[0]?.text ?? "";
  site = createServer(({ url }, response) => {
    response
      .setHeader("content-type", url === "/sdk.js" ? "text/javascript" : "text/html")
      .end(url === "/sdk.js" ? script : PAGE);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  origin = `http://localhost:${String((site.address() as AddressInfo).port)}`;
  browser = await startBrowser();
});

afterAll(async () => {
  await browser.close();
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
});

beforeEach(async () => {
  sandbox = await startSandbox({ speed: 300, seed: 1 });
  await browser.goTo(origin);
  await expect.poll(() => browser.run<string>("return typeof window.sdk")).toBe("object");
});

afterEach(() => sandbox.close());

const FRONT = `const { EvoLink } = window.sdk;
const [baseUrl] = args;
const body = { model: "kling-o3-reference-to-video", prompt: "A fox", video_url: "https://example.com/a.mp4" };
const progressed = [];`;

describe("the SDK in a page on another origin", () => {
  test("creates a video, follows its progress and plays it", async () => {
    const result = await browser.run<{
      progress: number[];
      status: string;
      results: string[];
      width: number;
      requestId: string;
    }>(
      `${FRONT}
      const evolink = new EvoLink({ apiKey: "any", baseUrl });
      const { data: task, requestId } = await evolink.videos.generate(body).withResponse();
      const done = await evolink.tasks.wait(task, { interval: 100, onProgress: ({ progress }) => progressed.push(progress) });
      const video = document.querySelector("video");
      video.src = done.results[0];
      await video.play();
      return { progress: progressed, status: done.status, results: done.results, width: video.videoWidth, requestId };`,
      sandbox.url,
    );

    expect(result.status).toBe("completed");
    expect(result.progress.length).toBeGreaterThan(2);
    expect(result.progress).toEqual([...result.progress].sort((a, b) => a - b));
    expect(result.width).toBeGreaterThan(0);
    expect(result.requestId).not.toBe("");
  });

  test("rejects with a TaskFailedError when a task failed", async () => {
    const result = await browser.run(
      `${FRONT}
      const evolink = new EvoLink({ apiKey: "any", baseUrl });
      const headers = { prefer: "scenario=content_policy_violation" };
      return evolink.videos.generateAndWait(body, { interval: 100, headers }).catch(({ name, code, retryable }) => ({ name, code, retryable }));`,
      sandbox.url,
    );

    expect(result).toEqual({ name: "TaskFailedError", code: "content_policy_violation", retryable: "no" });
  });

  test("rejects with an OutcomeUnknownError after a reset, because a browser cannot prove that nothing was sent", async () => {
    const result = await browser.run(
      `${FRONT}
      let calls = 0;
      const counting = (url, init) => { calls += 1; return fetch(url, init); };
      const evolink = new EvoLink({ apiKey: "any", baseUrl, fetch: counting, headers: { prefer: "fault=reset_after" } });
      return evolink.videos.generate(body).catch(({ name }) => [name, calls]);`,
      sandbox.url,
    );

    // Below `fetch`, Chromium itself retries a request whose kept-alive connection was reset.
    expect(result).toEqual(["OutcomeUnknownError", 1]);
  });

  test("rejects a key for the real API", async () => {
    const result = await browser.run(
      `${FRONT} try { new EvoLink({ apiKey: "any" }); } catch ({ message }) { return message; }`,
      sandbox.url,
    );

    expect(result).toContain("dangerouslyAllowBrowser");
  });
});
