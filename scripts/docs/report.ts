import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bar, headOf } from "./layout.ts";

const STYLE =
  "<style>body { max-width: none; padding: 0; } main { max-width: 75rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }</style>";

/**
 * Writes the contract report to `path` in the site `out`, its data beside it. All judges are asked anew, unless `ready` is a folder
 * with the report. Throws when there is none.
 */
export async function addReport(out: string, path: string, ready: string | undefined): Promise<void> {
  const made = ready ?? (await mkdtemp(join(tmpdir(), "report-")));
  try {
    if (ready === undefined) await make(made);
    const page = await readFile(join(made, "contract-report.html"), "utf8");
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), framed(page, path));
    await copyFile(join(made, "contract-report.json"), join(dirname(join(out, path)), "contract-report.json"));
  } finally {
    if (ready === undefined) await rm(made, { recursive: true });
  }
}

/** In a process of its own, beside the others. A report with differences is a report as well: the page shows them. */
async function make(folder: string): Promise<void> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/contract-report.ts", "--out", folder], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0 && code !== 1)
    throw new Error("the contract report could not be made; `npm run contract:report` says why");
}

function framed(page: string, path: string): string {
  const data = '<p>The same <a href="contract-report.json">as JSON</a>.</p>';
  return page
    .replace('<meta charset="utf-8">', (first) => `${first}${headOf(path)}`)
    .replace("</title>", " · evolink-video</title>")
    .replace("</head>", () => `${STYLE}</head>`)
    .replace("<body>", () => `<body>\n${bar(path)}\n<main>`)
    .replace("</body>", () => `${data}\n</main>\n</body>`);
}
