// Protects the guide for front ends in a real browser: its page, served by Vite, creates a video through its server,
// shows the result, and does not contain the API key.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { guideFor, KEY } from "../guides/guide.ts";
import { freePort, passOn, serve } from "../guides/serve.ts";
import { startBrowser, type Browser } from "./browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

interface Bench {
  readonly sandbox: Sandbox;
  /** Stops the guide's server. */
  readonly stopServer: () => void;
}

/** Starts the servers of the guide and opens the page. Create requests have the Prefer header `prefer`. */
async function open(prefer?: string): Promise<Bench> {
  const sandbox = await startSandbox({ speed: 0 });
  const front = await serve((request) =>
    passOn(request, sandbox.url, prefer !== undefined && request.method === "POST" ? { headers: { prefer } } : {}),
  );
  onTestFinished(async () => {
    await front.close();
    await sandbox.close();
  });
  const guide = guideFor("docs/guides/front-end.md");
  const [port, page] = [String(await freePort()), String(await freePort())];
  const server = guide.shell("exec npx tsx server.ts", { EVOLINK_BASE_URL: front.url, PORT: port });
  guide.shell(`exec npx vite --host 127.0.0.1 --port ${page} --strictPort`, { API_URL: `http://127.0.0.1:${port}` });
  const url = `http://127.0.0.1:${page}`;
  await expect
    .poll(() => fetch(`${url}/api/videos/none`).then(({ status }) => status, String), { timeout: 20_000 })
    .toBe(404);
  await browser.goTo(url);
  await expectText("button", "Create the video");
  return { sandbox, stopServer: server.kill };
}

const expectText = (css: string, text: string) =>
  expect.poll(() => browser.text(css).catch(String), { timeout: 10_000 }).toContain(text);
const exists = (css: string) => browser.run<boolean>("return document.querySelector(args[0]) !== null", css);

async function order(): Promise<void> {
  await browser.type("textarea", "A fox crosses a frozen river");
  // Both clicks of a double click occur before React has rendered the form without its button.
  await browser.run("const button = document.querySelector('button'); button.click(); button.click();");
}

/** Expects a progress bar and one task. */
async function expectStarted(sandbox: Sandbox): Promise<void> {
  await expect.poll(() => exists("progress")).toBe(true);
  await expect.poll(() => sandbox.tasks.length).toBe(1);
}

test("a double click creates one video, whose progress and result are shown; the page has no API key", async () => {
  const { sandbox } = await open();

  await order();
  await expectStarted(sandbox);
  await sandbox.advance(150_000);
  await expect
    .poll(() => browser.run<number>("return document.querySelector('progress').value"), { timeout: 10_000 })
    .toBeGreaterThan(30);
  await sandbox.advance(160_000);
  await expect.poll(() => exists("video"), { timeout: 10_000 }).toBe(true);

  const width = await browser.run<number>(`
    const video = document.querySelector("video");
    video.muted = true;
    await video.play();
    return video.videoWidth;`);
  const loaded = await browser.run<string[]>(`
    const names = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => new URL(name).origin === location.origin);
    return Promise.all(names.map((name) => fetch(name).then((response) => response.text())));`);
  expect(width).toBeGreaterThan(0);
  expect(sandbox.charges).toHaveLength(1);
  expect(loaded.length).toBeGreaterThan(3);
  expect(loaded.filter((text) => text.includes(KEY) || text.includes("EVOLINK_API_KEY"))).toEqual([]);
});

test("after a video another one can be created, as a second task", async () => {
  const { sandbox } = await open();

  await order();
  await expectStarted(sandbox);
  await sandbox.advance(310_000);
  await expectText("button", "Make another video");
  await browser.click("button");
  await expectText("button", "Create the video");
  const isVideoLeft = await exists("video");
  await order();

  await expect.poll(() => sandbox.tasks.length, { timeout: 10_000 }).toBe(2);
  expect(isVideoLeft).toBe(false);
  expect(sandbox.charges).toHaveLength(2);
});

describe("the page shows", () => {
  test("a failed task, and allows another attempt", async () => {
    const { sandbox } = await open("scenario=content_policy_violation");

    await order();
    await expectStarted(sandbox);
    await sandbox.advance(310_000);
    await expectText("[role=alert]", "content_policy_violation");
    await browser.click("button");

    await expectText("button", "Create the video");
    expect(sandbox.charges).toHaveLength(1);
  });

  test("an unknown outcome, and does not allow another attempt", async () => {
    const { sandbox } = await open("fault=reset_after");

    await order();
    await expectText("[role=alert]", "do not order again");

    expect(await exists("button")).toBe(false);
    expect(sandbox.charges).toHaveLength(1);
  });

  test("an error of a create request that was not accepted", async () => {
    await open("code=402");

    await order();

    await expectText("[role=alert]", "Nothing was ordered");
  });

  test("the violation of an invalid request", async () => {
    const { sandbox } = await open();

    await browser.type("textarea", "Like <<<image_1>>> ");
    await order();

    await expectText("[role=alert]", "image_1");
    expect(sandbox.tasks).toHaveLength(0);
  });

  test("that the server is unreachable", async () => {
    const { stopServer } = await open();

    stopServer();
    await order();

    await expectText("[role=alert]", "does not respond");
    expect(await exists("button")).toBe(true);
  });
});
