/** Formats text of several lines as a cell of a Markdown table. */
export const inCell = (text: string): string =>
  text
    .trim()
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");

/** Formats a Markdown table. Columns of numbers are aligned to the right. */
export function asTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const isFigure = (column: number): boolean =>
    rows.length > 0 && rows.every((row) => /^-?[\d.,]+$/.test(row[column] ?? ""));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (isFigure(column) ? "--:" : "---"))), ...rows.map(line)].join("\n");
}
