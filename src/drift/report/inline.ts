/** Characters that mean nothing to Markdown, to GitHub's references or to HTML, wherever they stand in a line. */
const HARMLESS = /^[\p{L}\p{N} .,:;'"()/?›→–_+=%{}-]*$/u;

/** What becomes a link of its own accord (GitHub Flavored Markdown, section 6.9). */
const LINKED = /:\/\/|www\.|\b(?:mailto|xmpp):/i;

/**
 * Text in a line: as it is when it can do nothing, and otherwise as code, in which there are no mentions, links or
 * HTML.
 */
export function text(value: string): string {
  const line = oneLine(value);
  return HARMLESS.test(line) && !LINKED.test(line) ? line : code(line);
}

/** Code in a line, whatever backticks it holds (CommonMark 0.31, section 6.1). */
export function code(value: string): string {
  const line = oneLine(value);
  const fence = "`".repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const room = fence.length > 1 || /^ .* $/.test(line) ? " " : "";
  return `${fence}${room}${line}${room}${fence}`;
}

/** The end of a line would end the item of the list. */
function oneLine(value: string): string {
  // Control characters and the separators of lines and paragraphs.
  return value.replace(/\s*[\p{Cc}\p{Zl}\p{Zp}]+\s*/gu, " ");
}
