import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";

/** Something on a page that must not be there. */
export interface BadLink {
  /** The page, from the site's folder. */
  readonly page: string;
  readonly link: string;
  readonly why: string;
}

/** What a site links. */
export interface Links {
  readonly bad: readonly BadLink[];
  /** Links to other sites, each once. They are not asked. */
  readonly external: readonly string[];
  readonly pages: number;
  readonly links: number;
}

/** A link as a page has it: to be followed by a reader, or fetched by the browser while it loads the page. */
interface Found {
  readonly href: string;
  readonly isFetched: boolean;
}

/** Looks at every page and style sheet of a folder: each link within it must lead to a file, and to an anchor that is there; nothing may be fetched from elsewhere. */
export async function checkLinks(folder: string): Promise<Links> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = all
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(folder, posix.join(entry.parentPath, entry.name)));
  const texts = new Map<string, string>();
  for (const file of files.filter((name) => /\.(html|css)$/.test(name)))
    texts.set(file, await readFile(join(folder, file), "utf8"));
  const anchors = new Map([...texts].map(([file, text]) => [file, anchorsOf(text)]));
  const found = [...texts].flatMap(([page, text]) =>
    (page.endsWith(".css") ? fetchedByStyle(text) : linksOf(text)).map((link) => ({ page, ...link })),
  );
  const bad = found.flatMap(({ page, href, isFetched }) => {
    const why = isExternal(href)
      ? isFetched
        ? "is fetched from elsewhere"
        : undefined
      : faultOf(page, href, new Set(files), anchors);
    return why === undefined ? [] : [{ page, link: href, why }];
  });
  const external = [...new Set(found.map(({ href }) => href).filter((href) => /^https?:/.test(href)))].sort();
  return { bad, external, pages: anchors.size, links: found.length };
}

const isExternal = (href: string): boolean => /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(href);

function faultOf(
  page: string,
  href: string,
  files: ReadonlySet<string>,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
): string | undefined {
  const [path = "", anchor = ""] = href.replace(/\?[^#]*/, "").split("#");
  if (path.startsWith("/")) return "leads to the root of the server, not of the site";
  const target = path === "" ? page : posix.join(posix.dirname(page), decodeURIComponent(path));
  if (!files.has(target)) return "names no file of the site";
  // A place within Redoc's program, which begins with a slash, is no anchor.
  if (anchor === "" || anchor.startsWith("/") || !target.endsWith(".html")) return undefined;
  return anchors.get(target)?.has(decodeURIComponent(anchor)) ? undefined : "names no anchor of its page";
}

/** The tags of a page, without those that scripts, styles and comments speak of. */
function tagsOf(html: string): { readonly name: string; readonly attributes: ReadonlyMap<string, string> }[] {
  const bare = html.replaceAll(/<!--[\s\S]*?-->/g, "").replaceAll(/(<(script|style)\b[^>]*>)[\s\S]*?<\/\2>/gi, "$1");
  return [...bare.matchAll(/<([a-z][a-z0-9-]*)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi)].map(
    ([, name = "", attributes = ""]) => ({
      name: name.toLowerCase(),
      attributes: new Map(
        [...attributes.matchAll(/([a-z:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(
          ([, key = "", inDouble = "", inSingle = ""]) => [key.toLowerCase(), decoded(inDouble + inSingle)],
        ),
      ),
    }),
  );
}

function anchorsOf(html: string): ReadonlySet<string> {
  return new Set(tagsOf(html).flatMap(({ attributes }) => attributes.get("id") ?? []));
}

function linksOf(html: string): Found[] {
  const byTag = tagsOf(html).flatMap(({ name, attributes }) =>
    ["href", "src", "poster", "data"].flatMap((key) => {
      const href = attributes.get(key);
      return href === undefined || name === "base" ? [] : [{ href, isFetched: key !== "href" || name === "link" }];
    }),
  );
  const styles = [...html.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/gi)].flatMap(([, css = ""]) =>
    fetchedByStyle(css),
  );
  return [...byTag, ...styles].filter(({ href }) => !href.startsWith("data:"));
}

function fetchedByStyle(css: string): Found[] {
  const found = [...css.matchAll(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)|@import\s+["']([^"']+)/g)];
  return found
    .map(([, ...parts]) => ({ href: parts.join(""), isFetched: true }))
    .filter(({ href }) => !/^(data:|#)/.test(href));
}

const CHARACTERS: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", "#x27": "'" };

const decoded = (text: string): string =>
  text.replaceAll(/&(\w+|#\w+);/g, (entity, name: string) => CHARACTERS[name] ?? entity);
