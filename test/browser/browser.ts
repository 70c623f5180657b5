import { existsSync } from "node:fs";
import { chromium, type Browser as Chromium } from "playwright-core";

/** The browsers of Debian and of GitHub's runners. */
const INSTALLED = ["/usr/bin/chromium", "/usr/bin/google-chrome"];

/** The ARIA role of an element, for `getByRole`. */
type Role = "button" | "progressbar";

/** A page in a headless Chromium. A CSS selector stands for the first element that it matches. */
export interface Browser {
  goTo(url: string): Promise<void>;
  /** Runs the body of an async function in the page, with the arguments in `args`. Resolves to its return value. */
  run<T>(script: string, ...args: readonly unknown[]): Promise<T>;
  click(css: string): Promise<void>;
  /** Types at the end of an input, or selects the option of a list. */
  type(css: string, text: string): Promise<void>;
  /** Presses keys, for example `Tab`, on the focused element. */
  press(...keys: readonly string[]): Promise<void>;
  /** Returns the rendered text of an element, empty if it is hidden. Rejects when there is no element. */
  text(css: string): Promise<string>;
  /** Returns whether an element has this accessible role and name. */
  isAccessibleAs(css: string, role: Role, name: string): Promise<boolean>;
  /** Sets the viewport in CSS pixels and the preferred colour scheme. */
  setDisplay(width: number, height: number, scheme: "light" | "dark"): Promise<void>;
  /**
   * Returns the console messages of level warning or above since the last call, including security violations and failed
   * requests.
   */
  consoleMessages(): string[];
  close(): Promise<void>;
}

/** Starts Chromium. The variable `CHROMIUM` overrides the path of the executable. */
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
  const messages: string[] = [];
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) messages.push(message.text());
  });
  page.on("pageerror", ({ message }) => messages.push(message));
  const first = (css: string) => page.locator(css).first();
  return {
    async goTo(url) {
      await page.goto(url);
    },
    // An expression, because some tested pages have a policy that forbids `eval`.
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
    async setDisplay(width, height, colorScheme) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
    },
    consoleMessages: () => messages.splice(0),
    close: () => browser.close(),
  };
}
