// Protects the readers of a Markdown report: text from documents is shown literally and has no effect.
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { markdown } from "../../src/drift/report/markdown.ts";
import type { Finding } from "../../src/drift/finding.ts";
import { append } from "../../src/shared/json-pointer.ts";

const OUTSIDE = [
  "@someone",
  "@org/team",
  "<img src=x onerror=alert(1)>",
  "<!-- a",
  "[x](https://evil.example)",
  "https://evil.example/x",
  "www.evil.example",
  "#12",
  "owner/repo#12",
  "```",
  "`",
  "a|b",
  "a\\|b",
  "a\\\\|b",
  "**bold**",
  "~~gone~~",
  "a\n\n# Title\n\n@someone",
  "&lt;b&gt;",
  "$x$",
  "a\u2028b",
  "trailing\\",
];

function finding(text: string): Finding {
  return {
    level: "breaking",
    audience: "callers",
    where: append("#/paths/~1a/post/requestBody/schema/properties", text),
    before: text,
    after: [text],
    message: `the property ${text} was removed`,
    witness: { body: { [text]: text }, acceptedBy: "contract", refusedBy: "page" },
  };
}

describe("a report in Markdown", () => {
  it.each(OUTSIDE)("shows %j literally", (text) => {
    const html = marked.parse(markdown({ findings: [finding(text)], notes: [] }), { async: false, gfm: true });

    const outsideCode = html.replaceAll(/<code>[\s\S]*?<\/code>/g, "");
    expect(outsideCode).not.toMatch(/@|<img|<a |<!--|<strong>bold|<del>|evil|\$|#12|<h1/);
    expect([...html.matchAll(/<li>/g)]).toHaveLength(1);
  });

  it("formats its own text as Markdown", () => {
    const report = markdown({ findings: [finding("multi_shot")], notes: [] });

    expect(report).toContain("- **POST /a › requestBody › schema › multi_shot**: ");
    expect(report).toContain("<br>The property multi_shot was removed. Affects callers.<br>");
  });
});
