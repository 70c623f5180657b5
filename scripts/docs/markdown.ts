import { Marked, type Token, type Tokens } from "marked";
import { escaped } from "./html.ts";

/** A heading of a page, and where it is linked. */
export interface Heading {
  readonly id: string;
  readonly level: number;
  readonly text: string;
}

/** A page made of Markdown. */
export interface Rendered {
  readonly html: string;
  /** In their order, the first of level 1 being the page's title. */
  readonly headings: readonly Heading[];
}

/** Renders Markdown. Headings get the ids that GitHub gives them; `link` says where a link or an image of the text leads on the site. */
export function render(markdown: string, link: (href: string) => string): Rendered {
  const headings: Heading[] = [];
  const seen = new Map<string, number>();
  const marked = new Marked({
    walkTokens: (token) => {
      if (isLink(token)) token.href = link(token.href);
    },
    renderer: {
      heading({ tokens, depth }) {
        const text = plain(tokens);
        const id = unique(slug(text), seen);
        headings.push({ id, level: depth, text });
        const anchor =
          depth === 1 ? "" : ` <a class="anchor" href="#${id}" aria-label="Link to: ${escaped(text)}">#</a>`;
        return `<h${String(depth)} id="${id}">${this.parser.parseInline(tokens)}${anchor}</h${String(depth)}>\n`;
      },
      code: ({ text, lang = "" }) =>
        `<pre tabindex="0"><code class="language-${escaped(lang || "text")}">${escaped(text)}</code></pre>\n`,
      table(token) {
        const [head = "", ...rows] = [token.header, ...token.rows].map((row) =>
          tableRow(row, (cell) => this.parser.parseInline(cell.tokens)),
        );
        return `<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead>${head}</thead><tbody>${rows.join("\n")}</tbody></table></div>\n`;
      },
    },
  });
  const html = marked.parse(markdown, { async: false });
  return { html, headings };
}

const isLink = (token: Token): token is Tokens.Link | Tokens.Image => token.type === "link" || token.type === "image";

function tableRow(cells: readonly Tokens.TableCell[], render: (cell: Tokens.TableCell) => string): string {
  const tag = (cell: Tokens.TableCell): string => (cell.header ? "th" : "td");
  const align = (cell: Tokens.TableCell): string => (cell.align === null ? "" : ` class="${cell.align}"`);
  return `<tr>${cells.map((cell) => `<${tag(cell)}${align(cell)}>${render(cell)}</${tag(cell)}>`).join("")}</tr>`;
}

/** The words of inline Markdown, without its marks. */
function plain(tokens: readonly Token[]): string {
  const words = ({
    tokens: inner,
    text,
    raw,
  }: {
    readonly tokens?: Token[];
    readonly text?: string;
    readonly raw: string;
  }): string => (inner ? plain(inner) : (text ?? raw));
  return tokens.map(words).join("");
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .trim()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");

function unique(id: string, seen: Map<string, number>): string {
  const count = seen.get(id) ?? 0;
  seen.set(id, count + 1);
  return count === 0 ? id : `${id}-${String(count)}`;
}
