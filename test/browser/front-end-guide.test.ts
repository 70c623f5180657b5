// Protects the guide for front ends in a real browser: its page, served by Vite, creates a video through its server and
// shows how it ends, without a key.
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
  /** Ends the guide's server. */
  readonly stopServer: () => void;
}

/** Starts what the guide says to start, and opens the page. Creations ask the sandbox for what `prefer` says. */
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
  await see("button", "Create the video");
  return { sandbox, stopServer: server.kill };
}

const see = (css: string, text: string) =>
  expect.poll(() => browser.text(css).catch(String), { timeout: 10_000 }).toContain(text);
const isThere = (css: string) => browser.run<boolean>("return document.querySelector(args[0]) !== null", css);

async function order(): Promise<void> {
  await browser.type("textarea", "A fox crosses a frozen river");
  // Both clicks of a double click come before React has drawn the form without its button.
  await browser.run("const button = document.querySelector('button'); button.click(); button.click();");
}

/** The page says that it works, and the task is there. */
async function begun(sandbox: Sandbox): Promise<void> {
  await expect.poll(() => isThere("progress")).toBe(true);
  await expect.poll(() => sandbox.tasks.length).toBe(1);
}

test("a double click creates one video, whose progress and film are shown, and no key comes into the page", async () => {
  const { sandbox } = await open();

  await order();
  await begun(sandbox);
  await sandbox.advance(150_000);
  await expect
    .poll(() => browser.run<number>("return document.querySelector('progress').value"), { timeout: 10_000 })
    .toBeGreaterThan(30);
  await sandbox.advance(160_000);
  await expect.poll(() => isThere("video"), { timeout: 10_000 }).toBe(true);

  const width = await browser.run<number>(`
    const video = document.querySelector("video");
    video.muted = true;
    await video.play();
    return video.videoWidth;`);
  const loaded = await browser.run<string[]>(`
    const names = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => new URL(name).origin === location.origin);
    return Promise.all(names.map((name) => fetch(name).then((answer) => answer.text())));`);
  expect(width).toBeGreaterThan(0);
  expect(sandbox.charges).toHaveLength(1);
  expect(loaded.length).toBeGreaterThan(3);
  expect(loaded.filter((text) => text.includes(KEY) || text.includes("EVOLINK_API_KEY"))).toEqual([]);
});

test("after a video another one can be made, which is a task of its own", async () => {
  const { sandbox } = await open();

  await order();
  await begun(sandbox);
  await sandbox.advance(310_000);
  await see("button", "Make another video");
  await browser.click("button");
  await see("button", "Create the video");
  const isFilmLeft = await isThere("video");
  await order();

  await expect.poll(() => sandbox.tasks.length, { timeout: 10_000 }).toBe(2);
  expect(isFilmLeft).toBe(false);
  expect(sandbox.charges).toHaveLength(2);
});

describe("what goes wrong is said", () => {
  test("a failed task, with leave to try again", async () => {
    const { sandbox } = await open("scenario=content_policy_violation");

    await order();
    await begun(sandbox);
    await sandbox.advance(310_000);
    await see("[role=alert]", "content_policy_violation");
    await browser.click("button");

    await see("button", "Create the video");
    expect(sandbox.charges).toHaveLength(1);
  });

  test("an unclear outcome, without leave to try again", async () => {
    const { sandbox } = await open("fault=reset_after");

    await order();
    await see("[role=alert]", "do not order again");

    expect(await isThere("button")).toBe(false);
    expect(sandbox.charges).toHaveLength(1);
  });

  test("a refusal that created nothing", async () => {
    await open("code=402");

    await order();

    await see("[role=alert]", "Nothing was ordered");
  });

  test("a request that breaks the contract, in the contract's words", async () => {
    const { sandbox } = await open();

    await browser.type("textarea", "Like <<<image_1>>> ");
    await order();

    await see("[role=alert]", "image_1");
    expect(sandbox.tasks).toHaveLength(0);
  });

  test("a server that is gone", async () => {
    const { stopServer } = await open();

    stopServer();
    await order();

    await see("[role=alert]", "does not answer");
    expect(await isThere("button")).toBe(true);
  });
});
