import { existsSync } from "node:fs";
import { chromium, type Browser as Chromium } from "playwright-core";

/** Debian's browser, and that of GitHub's runners. */
const INSTALLED = ["/usr/bin/chromium", "/usr/bin/google-chrome"];

/** The role of an element, as `getByRole` takes it. */
type Role = "button" | "progressbar";

/** A page in a headless Chromium. Elements are the first that a CSS selector finds. */
export interface Browser {
  goTo(url: string): Promise<void>;
  /** Runs the body of an async function in the page; `args` is its array of arguments. Resolves to what it returns. */
  run<T>(script: string, ...args: readonly unknown[]): Promise<T>;
  click(css: string): Promise<void>;
  /** Types into an element, after what is there; chooses the option of a list. */
  type(css: string, text: string): Promise<void>;
  /** Presses keys where the focus is, `Tab` for example. */
  press(...keys: readonly string[]): Promise<void>;
  /** Resolves to the text of an element as it is rendered; empty while it is hidden. Rejects when there is none. */
  text(css: string): Promise<string>;
  /** Resolves to whether assistive technology gets this role and name of an element. */
  isAccessibleAs(css: string, role: Role, name: string): Promise<boolean>;
  /** Sets the viewport, in CSS pixels, and the colour scheme that the page is told. */
  look(width: number, height: number, scheme: "light" | "dark"): Promise<void>;
  /**
   * Returns, once each, what the page wrote to the console at level warning or above, security violations and failed
   * requests included.
   */
  complaints(): string[];
  close(): Promise<void>;
}

/** Starts Chromium. `CHROMIUM` names another executable than the installed one. */
export function launchChromium(): Promise<Chromium> {
  const executablePath = process.env.CHROMIUM ?? INSTALLED.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error(`Install Chromium, at ${INSTALLED.join(" or ")}.`);
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--mute-audio"],
  });
}

/** Starts Chromium with one page. */
export async function startBrowser(): Promise<Browser> {
  const browser = await launchChromium();
  const page = await browser.newPage();
  page.setDefaultTimeout(5_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", ({ message }) => complaints.push(message));
  const first = (css: string) => page.locator(css).first();
  return {
    async goTo(url) {
      await page.goto(url);
    },
    // An expression, because pages whose policy forbids `eval` are tested too.
    run: (script, ...args) => page.evaluate(`(async (args) => { ${script} })(${JSON.stringify(args)})`),
    click: (css) => first(css).click(),
    async type(css, text) {
      const field = first(css);
      const isList = await field.evaluate((element) => element instanceof HTMLSelectElement);
      if (isList) await field.selectOption(text);
      else await field.fill((await field.inputValue()) + text);
    },
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key);
    },
    text: (css) =>
      page.$eval(css, (element) =>
        element instanceof HTMLElement && element.checkVisibility() ? element.innerText.trim() : "",
      ),
    isAccessibleAs: async (css, role, name) =>
      (await first(css)
        .and(page.getByRole(role, { name, exact: true }))
        .count()) === 1,
    async look(width, height, colorScheme) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
    },
    complaints: () => complaints.splice(0),
    close: () => browser.close(),
  };
}
