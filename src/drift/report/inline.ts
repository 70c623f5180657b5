/** Matches text without characters that are special in Markdown, GitHub references or HTML. */
const HARMLESS = /^[\p{L}\p{N} .,:;'"()/?›→–_+=%{}-]*$/u;

/** Matches text that becomes an autolink (GitHub Flavored Markdown, section 6.9). */
const LINKED = /:\/\/|www\.|\b(?:mailto|xmpp):/i;

/**
 * Renders text in a line: unchanged when it has no special characters, otherwise as code, which has no mentions, links
 * or HTML.
 */
export function text(value: string): string {
  const line = oneLine(value);
  return HARMLESS.test(line) && !LINKED.test(line) ? line : code(line);
}

/** Renders inline code, with a fence longer than the backticks in it (CommonMark 0.31, section 6.1). */
export function code(value: string): string {
  const line = oneLine(value);
  const fence = "`".repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const room = fence.length > 1 || /^ .* $/.test(line) ? " " : "";
  return `${fence}${room}${line}${room}${fence}`;
}

/** Joins lines: a line break would end the list item. */
function oneLine(value: string): string {
  // Control characters, and line and paragraph separators.
  return value.replace(/\s*[\p{Cc}\p{Zl}\p{Zp}]+\s*/gu, " ");
}
