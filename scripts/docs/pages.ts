import { existsSync, readdirSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { wayTo } from "./html.ts";

/** A page that is written as Markdown in the repository. */
export interface Page {
  /** The file, from the root of the repository. */
  readonly source: string;
  /** The page, from the site's folder. */
  readonly path: string;
  readonly group: "Start" | "Guides" | "Project";
}

/** Guides in the order of a reader's needs; others follow by name. */
const ORDER = [
  ...["server", "front-end", "callbacks", "downloads", "many-videos", "batch", "errors"],
  ...["cli", "sandbox", "containers", "own-gateway", "upgrading"],
];

const PROJECT = ["CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];

/** The pages of a repository: README, every guide under `docs/`, and what there is of the project's own files. */
export function findPages(root: string): Page[] {
  const found = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".md"),
  );
  const place = (name: string): number => {
    const listed = ORDER.indexOf(posix.basename(name));
    return listed < 0 ? ORDER.length : listed;
  };
  const names = found
    .map((file) => file.slice(0, -3))
    .sort((one, other) => place(one) - place(other) || one.localeCompare(other));
  return [
    { source: "README.md", path: "index.html", group: "Start" },
    ...names.map((name): Page => ({ source: `docs/${name}.md`, path: `docs/${name}.html`, group: "Guides" })),
    ...PROJECT.filter((source) => existsSync(join(root, source))).map((source): Page => ({
      source,
      path: source.toLowerCase().replace(".md", ".html"),
      group: "Project",
    })),
  ];
}

/**
 * Where a link of a page leads on the site: from page to page, and to files of the repository, which `copy` is told of. What
 * is neither is left as it is, for the check of links to find.
 */
export function linkOf(
  root: string,
  pages: readonly Page[],
  page: Page,
  copy: (file: string) => void,
): (href: string) => string {
  return (href) => {
    if (/^([a-z][a-z0-9+.-]*:|\/\/|#)/i.test(href)) return href;
    const [path = "", anchor] = href.split("#");
    const target = posix.join(posix.dirname(page.source), decodeURI(path));
    const hash = anchor === undefined ? "" : `#${anchor}`;
    const other = pages.find(({ source }) => source === target);
    if (other) return wayTo(other.path, page.path) + hash;
    if (target.startsWith("..") || !statSync(join(root, target), { throwIfNoEntry: false })?.isFile()) return href;
    copy(target);
    return wayTo(target, page.path) + hash;
  };
}
