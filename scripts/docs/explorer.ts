import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { CONTRACT } from "../generate/contract.ts";
import { bar, headOf } from "./layout.ts";

const QUIET = { REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", REDOCLY_TELEMETRY: "off" };

// Redoc renders beforehand no more than the overview, hence the way out for those without a script.
const template = (path: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${headOf(path)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Contract explorer · evolink-video</title>
<style>body { margin: 0; } noscript p { margin: 1rem; font: 1rem/1.5 system-ui, sans-serif; }</style>
{{{redocHead}}}
</head>
<body>
${bar(path)}
<noscript><p>The explorer needs JavaScript. Everything in it stands on the <a href="index.html">reference page</a> as well.</p></noscript>
{{{redocHTML}}}
</body>
</html>
`;

/**
 * The contract as a page of Redoc, its program within the page: no request goes out, and it works without a server.
 * Throws with Redocly's own words when it cannot.
 */
export async function explorerPage(path: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "explorer-"));
  try {
    const [page, output] = [join(folder, "template.hbs"), join(folder, "page.html")];
    await writeFile(page, template(path));
    const cli = join(dirname(createRequire(import.meta.url).resolve("@redocly/cli/package.json")), "bin/cli.js");
    const options = ["--config", "openapi/redocly.yaml", "--inlineBundle", "-t", page, "-o", output];
    await promisify(execFile)(process.execPath, [cli, "build-docs", CONTRACT, ...options], {
      env: { ...process.env, ...QUIET },
    });
    return adapted(await readFile(output, "utf8"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const LOGO =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='38' height='14'%3E%3Ctext y='11' font-family='sans-serif' font-size='11' fill='%230b57d0'%3ERedoc%3C/text%3E%3C/svg%3E";

/** Redoc keeps its place behind a `#`, but the links that it renders beforehand lead to the server's root; and its logo would be fetched from elsewhere. */
function adapted(page: string): string {
  return page.replaceAll(/(<a\b[^>]* href=")\//g, "$1#/").replaceAll(/https:\/\/cdn\.redoc\.ly\/[\w/.-]+\.svg/g, LOGO);
}
