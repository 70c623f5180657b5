import { escaped, wayTo } from "./html.ts";
import type { Heading } from "./markdown.ts";

/** A page as the navigation names it. */
export interface Entry {
  readonly path: string;
  readonly title: string;
  readonly group: string;
}

/** The parts of the site, which every page of it links, whatever tool made the page. */
const PARTS = [
  { path: "index.html", title: "evolink-video" },
  { path: "sdk/index.html", title: "SDK" },
  { path: "contract/index.html", title: "Contract" },
  { path: "contract/report.html", title: "Report" },
  { path: "benchmarks.html", title: "Benchmarks" },
];

/** The bar over a page: links to the parts of the site. */
export function bar(from: string): string {
  const links = PARTS.map(
    ({ path, title }) => `<a href="${wayTo(path, from)}"${path === from ? ' aria-current="page"' : ""}>${title}</a>`,
  );
  return `<nav class="site-bar" aria-label="Site">${links.join(" ")}</nav>`;
}

// The first two are the site itself, on a server and as files; the pages of other tools have styles and scripts within them.
const POLICY = "default-src 'self' file: data: blob: 'unsafe-inline'";

/** What stands first in the head of every page: nothing may be fetched from another site, whatever a script asks for; the bar's style. */
export function headOf(from: string): string {
  return `<meta http-equiv="Content-Security-Policy" content="${POLICY}"><link rel="icon" href="data:,"><link rel="stylesheet" href="${wayTo("assets/bar.css", from)}">`;
}

/** What a page of ours holds. */
export interface Content {
  readonly path: string;
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** A whole page: skip link, bar, the site's pages beside it, the content. It needs no script. */
export function layout({ path, html, headings }: Content, entries: readonly Entry[]): string {
  const title = entries.find((entry) => entry.path === path)?.title ?? "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${headOf(path)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === "evolink-video" ? title : `${escaped(title)} · evolink-video`}</title>
<link rel="stylesheet" href="${wayTo("assets/site.css", path)}">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>${bar(path)}</header>
<div class="frame">
<nav class="pages" aria-label="Pages"><details><summary>All pages</summary>
${navigation(path, headings, entries)}
</details></nav>
<main id="content" tabindex="-1">
${html}</main>
</div>
</body>
</html>
`;
}

function navigation(path: string, headings: readonly Heading[], entries: readonly Entry[]): string {
  const groups = [...new Set(entries.map(({ group }) => group))];
  const here = headings
    .filter(({ level }) => level === 2)
    .map(({ id, text }) => `<li><a href="#${id}">${escaped(text)}</a></li>`);
  const item = (entry: Entry): string => {
    if (entry.path !== path) return `<li><a href="${wayTo(entry.path, path)}">${escaped(entry.title)}</a></li>`;
    const sections = here.length === 0 ? "" : `<ul>${here.join("\n")}</ul>`;
    return `<li><a href="#content" aria-current="page">${escaped(entry.title)}</a>${sections}</li>`;
  };
  const list = (group: string): string =>
    `<ul>${entries
      .filter((entry) => entry.group === group)
      .map(item)
      .join("\n")}</ul>`;
  return groups.map((group) => `<h2>${group}</h2>\n${list(group)}`).join("\n");
}
