/** Text of several lines as one cell of a Markdown table. */
export const inCell = (text: string): string =>
  text
    .trim()
    .replaceAll(/\s*\n\s*/g, " ")
    .replaceAll("|", "\\|");

/** A Markdown table. Columns whose cells are all figures stand to the right. */
export function asTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const isFigure = (column: number): boolean =>
    rows.length > 0 && rows.every((row) => /^-?[\d.,]+$/.test(row[column] ?? ""));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, column) => (isFigure(column) ? "--:" : "---"))), ...rows.map(line)].join("\n");
}
