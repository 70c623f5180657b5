// Protects the page of the sandbox in a real browser: what it shows, its controls by mouse and keyboard, and what other
// origins may do.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contractFingerprint } from "../../generated/constants.ts";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { create, headers } from "../sandbox/caller.ts";
import { startReceiver, type Receiver } from "../sandbox/receiver.ts";
import { startBrowser, type Browser } from "./browser.ts";

let browser: Browser;
let sandbox: Sandbox;
let receiver: Receiver;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  sandbox = await startSandbox({ speed: 0, seed: 1 });
  receiver = await startReceiver((response, number) => response.writeHead(number === 1 ? 503 : 204).end());
  await browser.setDisplay(1280, 900, "light");
  await browser.goTo(sandbox.url);
  await expectText("#link", "live");
});
afterEach(async () => {
  expect(browser.consoleMessages()).toEqual([]);
  await sandbox.close();
  await receiver.close();
});

const expectText = (css: string, text: string) =>
  expect.poll(() => browser.text(css).catch(String), { timeout: 5000 }).toContain(text);
const CARD = "#cards > li";
const lastStatus = () => sandbox.tasks.at(-1)?.task.status;

it("an empty sandbox shows how to begin, and the version of its contract", async () => {
  await expectText("#empty", "No task yet");

  expect(await browser.text("#first pre")).toContain(`curl ${sandbox.url}/v1/videos/generations`);
  expect(await browser.text("#version")).toBe("1.0.0");
  expect(await browser.run("return document.getElementById('fingerprint').title")).toBe(
    `SHA-256 ${contractFingerprint}`,
  );
  expect(await browser.text("#remaining")).toBe("1,000");
});

it("the form creates a task, the clock buttons advance it, and its video plays", async () => {
  await browser.click("button.primary");
  await expectText(`${CARD} .status`, "pending");
  await browser.click("[data-advance='60']");
  await expectText(`${CARD} .percent`, "20 %");
  const halfway = await browser.text(`${CARD} .status`);

  await browser.click("[data-advance='300']");
  await expectText(`${CARD} .status`, "completed");
  await browser.click(`${CARD} .more > summary`);

  const played = await browser.run<{ width: number; time: number }>(`
    const video = document.querySelector("video");
    await video.play();
    await new Promise((resolve) => video.addEventListener("timeupdate", () => video.currentTime > 0 && resolve()));
    return { width: video.videoWidth, time: video.currentTime };`);
  expect(halfway).toBe("processing");
  expect(played.width).toBe(320);
  expect(played.time).toBeGreaterThan(0);
  expect(await browser.text("#used")).toBe("40.5");
  expect(sandbox.tasks[0]?.request).toMatchObject({
    prompt: "Keep the same motion style, change to a snowy background",
    duration: 5,
    aspect_ratio: "16:9",
  });
});

it.each([
  ["completed", "Finish"],
  ["failed", "Fail"],
  ["cancelled", "Cancel"],
])("a button makes a task %s", async (status, verb) => {
  const { body: task } = await create(sandbox);
  await expectText(CARD, task.id);
  const css = `${CARD} button[aria-label^=${verb}]`;
  const isNamed = await browser.isAccessibleAs(css, "button", `${verb} ${task.id}`);

  await browser.click(css);

  await expectText(`${CARD} .status`, status);
  expect(isNamed).toBe(true);
  expect(lastStatus()).toBe(status);
  expect(await browser.run(`return document.querySelectorAll("${CARD} .card-head .buttons button").length`)).toBe(0);
});

it("a button that is clicked too late shows the reason", async () => {
  const { body: task } = await create(sandbox);
  await expectText(`${CARD} .status`, "pending");

  await browser.run(`
    const cancel = document.querySelector("[aria-label^='Cancel']");
    const headers = { "Content-Type": "application/json" };
    await fetch("/sandbox/tasks/${task.id}/completed", { method: "POST", headers, body: "{}" });
    cancel.click();
  `);

  await expectText(`${CARD} .problem`, 'A task that is completed cannot become "cancelled"');
  // The browser reports each rejected request.
  browser.consoleMessages();
});

it("callback attempts are in the timeline of the task", async () => {
  await create(sandbox, { callback_url: `${receiver.url}/hook` });
  await sandbox.advance(360_000);
  await expectText(`${CARD} .status`, "completed");

  await browser.click(`${CARD} .more > summary`);

  const line = await browser.text(`${CARD} .line`);
  expect(line.replace(/\s+/g, " ")).toBe(
    "+0 s pending, 40.5 credits reserved +15 s processing +5 min completed, 40.5 credits charged " +
      "+5 min callback, attempt 1: failed the receiver responded with 503 +5 min 1 s callback, attempt 2: delivered the receiver responded with 204",
  );
});

it("the form shows violations of the contract, and can request scenarios", async () => {
  await browser.run("document.getElementById('field-duration').value = ''");
  await browser.type("#field-duration", "99");
  await browser.click("button.primary");
  await expectText("form .problem", "400: /duration: must be at most 10, got 99 (maximum)");
  browser.consoleMessages();

  await browser.run("document.getElementById('field-duration').value = ''");
  await browser.type("#prefer-scenario", "content_policy_violation");
  await browser.click("button.primary");
  await expectText(CARD, "scenario content_policy_violation");
  await browser.click("[data-advance='300']");

  await expectText(`${CARD} .status`, "failed");
  expect(await browser.text("#form")).toContain("Prefer: scenario=content_policy_violation");
});

it.each([
  { scheme: "light", height: 720 },
  { scheme: "dark", height: 640 },
] as const)("the button and its result stay visible, $scheme, 1280 × $height", async ({ scheme, height }) => {
  await browser.setDisplay(1280, height, scheme);
  for (let count = 0; count < 6; count += 1) await create(sandbox);
  await expectText("#count", "6");
  await browser.run("scrollTo(0, 9999); document.querySelector('.create').scrollTop = 9999");
  const bottom = (css: string) =>
    browser.run<number>("return document.querySelector(args[0]).getBoundingClientRect().bottom", css);

  await browser.click("button.primary");
  await expectText("form .outcome", "Created task-unified-");
  const created = [await bottom("button.primary"), await bottom("form .outcome")];
  await browser.run("document.getElementById('field-duration').value = '99'");
  await browser.click("button.primary");
  await expectText("form .outcome", "must be at most 10");
  browser.consoleMessages();

  for (const edge of [...created, await bottom("form .outcome")]) expect(edge).toBeLessThanOrEqual(height);
});

it("the card of a finished task shows a frame of its video, scenario and fault", async () => {
  await create(sandbox, { callback_url: `${receiver.url}/hook` }, { Prefer: "fault=callback_lost" });
  await sandbox.advance(310_000);

  await expect
    .poll(() =>
      browser.run(
        "const video = document.querySelector('video'); return video?.readyState >= 2 && video.checkVisibility()",
      ),
    )
    .toBe(true);
  expect(await browser.text(`${CARD} .meta`)).toBe(
    "5 s of video · 40.5 credits · scenario completed · fault callback_lost",
  );
});

it.each(["true", "false"])("keep_original_sound %s is sent", async (value) => {
  await browser.run("for (const details of document.querySelectorAll('form details')) details.open = true");
  await browser.type("#field-keep_original_sound", value);
  await browser.click("button.primary");
  await expectText("#count", "1");

  expect(sandbox.tasks[0]?.request.keep_original_sound).toBe(value === "true");
});

it.each(["reset_after", "cut_json", "html_502"])(
  "the fault %s creates one task per click, and is shown",
  async (fault) => {
    // Browsers retry a request on a reused connection.
    await create(sandbox);
    await expectText("#count", "1");
    await browser.type("#prefer-fault", fault);
    await browser.click("button.primary");
    await expect.poll(() => browser.run("return document.querySelector('form .outcome.problem')?.hidden")).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 500));

    expect(sandbox.tasks).toHaveLength(2);
    expect(await browser.text(CARD)).toContain(`fault ${fault}`);
    browser.consoleMessages();
  },
);

it("buttons add credits, reset the sandbox, and copy a task's id", async () => {
  const { body: task } = await create(sandbox);
  await expectText(CARD, task.id);
  await browser.run(
    "Object.defineProperty(navigator, 'clipboard', { value: { writeText: (text) => (window.copied = text) } })",
  );
  await browser.click(`${CARD} [aria-label='Copy id ${task.id}']`);
  const copied = await browser.run("return window.copied");

  await browser.click("[data-credits]");
  await expectText("#remaining", "1,959.5");
  await browser.click("#reset");
  await expectText("#empty", "No task yet");

  expect(copied).toBe(task.id);
  await expectText("#remaining", "1,000");
  expect(sandbox.tasks).toEqual([]);
});

it("the code under the form sends the same request as the form", async () => {
  await browser.run("document.getElementById('field-prompt').value = ''");
  await browser.type("#field-prompt", 'It\'s a "test"');

  const [curl, sdk] = await browser.run<string[]>(
    "return [...document.querySelectorAll('.snippets pre')].map((pre) => pre.textContent)",
  );

  expect(curl).toContain(`"prompt":"It'\\''s a \\"test\\""`);
  expect(sdk).toContain(`baseUrl: "${sandbox.url}"`);
  expect(sdk).toContain(`"prompt": "It's a \\"test\\""`);
});

it("can be used with the keyboard only", async () => {
  await browser.run("document.getElementById('field-prompt').focus()");

  await browser.press("Tab");
  const second = await browser.run("return document.activeElement.id");
  await browser.press("Enter");
  await expectText(`${CARD} .status`, "pending");
  await browser.run(`document.querySelector("${CARD} .card-head .buttons button").focus()`);
  await browser.press("Enter");

  await expectText(`${CARD} .status`, "completed");
  expect(second).toBe("field-video_url");
});

it("announces changes to screen readers, and every control has a name", async () => {
  const { body: task } = await create(sandbox);
  await expectText(CARD, task.id);
  await sandbox.advance(20_000);

  await expect
    .poll(() => browser.run("return document.getElementById('news').textContent"))
    .toBe(`Task ${task.id.slice(-8)} is processing.`);
  const nameless = await browser.run(`
    return [...document.querySelectorAll("button, input, select, textarea, progress, summary, a, video")]
      .filter((element) => (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent).trim() === "")
      .map((element) => element.outerHTML);`);
  expect(nameless).toEqual([]);
  expect(await browser.isAccessibleAs("#cards progress", "progressbar", "Progress")).toBe(true);
});

/** Finds texts with a contrast below 4.5 (WCAG 2.2, criterion 1.4.3). */
const FAINT = `
  const channels = (color) => { const context = new OffscreenCanvas(1, 1).getContext("2d"); context.fillStyle = color; context.fillRect(0, 0, 1, 1); return context.getImageData(0, 0, 1, 1).data; };
  const luminance = (color) => { const [r, g, b] = [...channels(color)].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const behind = (element) => { const color = getComputedStyle(element).backgroundColor; return channels(color)[3] === 255 ? color : behind(element.parentElement); };
  const texts = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ""));
  return texts.flatMap((element) => {
    const [high, low] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    return ratio < 4.5 ? [element.className + " " + element.textContent.trim().slice(0, 30) + " " + ratio.toFixed(2)] : [];
  });`;

describe.each([
  ["desktop", 1280],
  ["phone", 390],
] as const)("on a %s", (_name, width) => {
  it.each(["light", "dark"] as const)("has enough contrast in %s mode, and nothing overflows", async (scheme) => {
    await browser.setDisplay(width, 900, scheme);
    const prompt = "x".repeat(300);
    for (const scenario of ["completed", "cancelled", "unknown_status", "service_error"])
      await create(sandbox, { prompt, callback_url: "http://127.0.0.1:1/x" }, { Prefer: `scenario=${scenario}` });
    await sandbox.advance(310_000);
    await expect.poll(() => browser.run(`return document.querySelectorAll("${CARD}").length`)).toBe(4);
    await browser.run("for (const details of document.querySelectorAll('details')) details.open = true");

    const faint = await browser.run(FAINT);

    expect(faint).toEqual([]);
    expect(await browser.run("return document.documentElement.scrollWidth")).toBe(width);
  });
});

it("on a phone the form is above the tasks, and a created task is scrolled into view", async () => {
  await browser.setDisplay(390, 844, "light");
  for (let count = 0; count < 3; count++) await create(sandbox);
  await expectText("#count", "3");
  const top = (css: string) =>
    browser.run<number>("return document.querySelector(args[0]).getBoundingClientRect().top", css);
  const form = await top("#form");
  const tasks = await top("#tasks");

  await browser.click("button.primary");
  await expectText("#count", "4");

  expect(form).toBeLessThan(844 / 2);
  expect(form).toBeLessThan(tasks);
  await expect.poll(() => top(`${CARD} .status`)).toBeLessThan(844);
  expect(await top(`${CARD} .status`)).toBeGreaterThanOrEqual(0);
});

it("sends no requests to other hosts, and inline scripts are blocked", async () => {
  const requested = await browser.run<string[]>(
    "return performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin)",
  );

  const ran = await browser.run(`
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    return globalThis.ran === true;`);

  expect(new Set(requested)).toEqual(new Set([sandbox.url]));
  expect(ran).toBe(false);
  expect(browser.consoleMessages().join()).toContain("Content Security Policy");
});

it("reconnects when the sandbox is restarted", async () => {
  const port = Number(new URL(sandbox.url).port);
  await create(sandbox);
  await expectText(CARD, "pending");
  await sandbox.close();
  await expectText("#link", "reconnecting…");

  sandbox = await startSandbox({ port, speed: 0, seed: 2 });

  await expectText("#link", "live");
  await expectText("#empty", "No task yet");
  browser.consoleMessages();
});

describe("a page of another origin", () => {
  let other: Server;
  beforeAll(async () => {
    other = createServer((_request, response) =>
      response
        .setHeader("Content-Type", "text/html")
        .end("<!doctype html><link rel=icon href='data:,'><title>other</title>"),
    );
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => other.close());
  beforeEach(() => browser.goTo(`http://127.0.0.1:${String((other.address() as AddressInfo).port)}/`));

  it("creates and reads tasks, sends every header, and reads the request id", async () => {
    const all = { ...headers, Prefer: "scenario=completed", "Idempotency-Key": "a-key-of-sixteen-or-more" };

    const got = await browser.run<{ statuses: number[]; id: string; replayed: string }>(
      `const [url, headers] = args;
       const post = () => fetch(url + "/v1/videos/generations", { method: "POST", headers, body: JSON.stringify({ model: "kling-o3-reference-to-video", prompt: "x" }) });
       const [first, again] = [await post(), await post()];
       const { Prefer, ...others } = headers;
       const read = await fetch(url + "/v1/tasks/" + (await first.json()).id, { headers: others });
       return { statuses: [first.status, again.status, read.status], id: first.headers.get("x-request-id"), replayed: again.headers.get("idempotency-replayed") };`,
      sandbox.url,
      all,
    );

    expect(got).toEqual({
      statuses: [200, 200, 200],
      id: expect.stringMatching(/^\d{23}$/) as string,
      replayed: "true",
    });
  });

  it("cannot use the controls of the page", async () => {
    const { body: task } = await create(sandbox);

    const outcome = await browser.run(
      `const [url, id] = args;
       const send = (type) => fetch(url + "/sandbox/tasks/" + id + "/failed", { method: "POST", headers: { "Content-Type": type }, body: "{}" }).then(({ status }) => status, () => "blocked");
       return [await send("application/json"), await send("text/plain")];`,
      sandbox.url,
      task.id,
    );

    expect(outcome).toEqual(["blocked", "blocked"]);
    expect(lastStatus()).toBe("pending");
    browser.consoleMessages();
  });
});
