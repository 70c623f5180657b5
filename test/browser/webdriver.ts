import { spawn } from "node:child_process";
import { once } from "node:events";

/** A headless Chromium, driven over the W3C WebDriver protocol (https://www.w3.org/TR/webdriver2/). */
export interface Browser {
  goTo(url: string): Promise<void>;
  /** Runs the body of an async function in the page; `args` is its array of arguments. Resolves to what it returns. */
  run<T>(script: string, ...args: readonly unknown[]): Promise<T>;
  click(css: string): Promise<void>;
  /** Types into an element, after what is there. */
  type(css: string, text: string): Promise<void>;
  /** Presses keys where the focus is. */
  press(...keys: readonly string[]): Promise<void>;
  /** Text of an element as it is rendered. */
  text(css: string): Promise<string>;
  /** The role and name that assistive technology gets of an element. */
  accessible(css: string): Promise<{ role: string; name: string }>;
  /** Width and height of the viewport in CSS pixels, and the colour scheme that the page is told. */
  look(width: number, height: number, scheme: "light" | "dark"): Promise<void>;
  /** The viewport, or the whole page, as PNG. */
  screenshot(whole?: boolean): Promise<Buffer>;
  /** What the page wrote to the console at level warning or above, security violations and failed requests included. */
  complaints(): Promise<string[]>;
  close(): Promise<void>;
}

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const ARGUMENTS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--hide-scrollbars",
  "--mute-audio",
];

/** Starts Chromium. `CHROMEDRIVER` names another chromedriver than that of the path. */
export async function startBrowser(): Promise<Browser> {
  const driver = spawn(process.env.CHROMEDRIVER ?? "chromedriver", ["--port=0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const base = `http://127.0.0.1:${String(await portOf(driver.stdout))}`;
  const capabilities = {
    browserName: "chrome",
    "goog:chromeOptions": { args: ARGUMENTS },
    "goog:loggingPrefs": { browser: "WARNING" },
  };
  const { sessionId } = await ask<{ sessionId: string }>(`${base}/session`, "POST", {
    capabilities: { alwaysMatch: capabilities },
  });
  const close = async (): Promise<void> => {
    await ask(`${base}/session/${sessionId}`, "DELETE");
    driver.kill();
    await once(driver, "exit");
  };
  return { ...session(`${base}/session/${sessionId}`), close };
}

async function portOf(output: NodeJS.ReadableStream): Promise<number> {
  let text = "";
  for await (const chunk of output) {
    text += String(chunk);
    const [, port] = /started successfully on port (\d+)/.exec(text) ?? [];
    if (port !== undefined) {
      output.resume();
      return Number(port);
    }
  }
  throw new Error(`chromedriver did not start: ${text}`);
}

async function ask<T>(url: string, method: string, body?: unknown): Promise<T> {
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { value } = (await answer.json()) as { value: T };
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${(value as { message: string }).message}`);
  return value;
}

function session(url: string): Omit<Browser, "close"> {
  const post = <T>(path: string, body: unknown): Promise<T> => ask<T>(`${url}/${path}`, "POST", body);
  const get = <T>(path: string): Promise<T> => ask<T>(`${url}/${path}`, "GET");
  const find = async (css: string): Promise<string> => {
    const found = await post<Record<string, string>>("element", { using: "css selector", value: css });
    return `element/${found[ELEMENT] ?? ""}`;
  };
  const devtools = <T>(cmd: string, params: object): Promise<T> => post<T>("goog/cdp/execute", { cmd, params });
  return {
    goTo: (page) => post("url", { url: page }),
    run: (script, ...args) =>
      post("execute/sync", { script: `return (async (args) => { ${script} })([...arguments]);`, args }),
    click: async (css) => post(`${await find(css)}/click`, {}),
    type: async (css, text) => post(`${await find(css)}/value`, { text }),
    press: (...keys) => {
      const actions = keys.flatMap((value) => [
        { type: "keyDown", value },
        { type: "keyUp", value },
      ]);
      return post("actions", { actions: [{ type: "key", id: "keyboard", actions }] });
    },
    text: async (css) => get(`${await find(css)}/text`),
    accessible: async (css) => {
      const element = await find(css);
      return { role: await get(`${element}/computedrole`), name: await get(`${element}/computedlabel`) };
    },
    look: async (width, height, scheme) => {
      await devtools("Emulation.setDeviceMetricsOverride", {
        width,
        height,
        deviceScaleFactor: 1,
        mobile: width < 600,
      });
      await devtools("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    },
    screenshot: async (whole = false) => {
      const { data } = await devtools<{ data: string }>("Page.captureScreenshot", {
        format: "png",
        captureBeyondViewport: whole,
      });
      return Buffer.from(data, "base64");
    },
    complaints: async () =>
      (await post<{ message: string }[]>("se/log", { type: "browser" })).map(({ message }) => message),
  };
}
