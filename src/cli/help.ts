import { optionsOf, type Option, type Usage } from "./arguments.ts";

const INDENT = "  ";
/** Widths of the left column, for short names and for options. */
const SHORT = 6;
const LONG = 26;

/** The help of one command, for a terminal of so many columns. */
export function helpOf(usage: Usage, columns: number): string {
  const { name, forms, about, options, notes = [], exitCodes } = usage;
  const lines = forms.map(
    (form, index) => `${index === 0 ? "Usage: " : "       "}evolink-video ${`${name} ${form}`.trim()}`,
  );
  const help = optionsOf(usage).filter((option) => option.name === "help");
  const groups = [...options, ["Also", help] as const].map(([heading, group]) => {
    const rows = group.map((option) => [written(option), option.help] as const);
    return `${heading}:\n${table(rows, columns)}`;
  });
  const codes =
    exitCodes === undefined
      ? "Exit codes: evolink-video --help"
      : `Exit codes:\n${table(
          exitCodes.map(([code, text]) => [String(code), text]),
          columns,
        )}`;
  return [lines.join("\n"), wrap(about, columns), ...groups, ...notes, codes].join("\n\n");
}

const written = ({ name, value, negatable }: Option): string =>
  `--${negatable === true ? "[no-]" : ""}${name}${value === undefined ? "" : ` ${value}`}`;

/** Two columns: names, and texts wrapped beside them; a name that is too long stands on a line of its own. */
export function table(rows: readonly (readonly [string, string])[], columns: number): string {
  const width = rows.every(([left]) => left.length < SHORT) ? SHORT : LONG;
  return rows
    .map(([left, right]) => {
      const text = wrap(right, columns - width - INDENT.length).replaceAll("\n", `\n${INDENT}${" ".repeat(width)}`);
      return left.length < width - 1
        ? `${INDENT}${left.padEnd(width)}${text}`
        : `${INDENT}${left}\n${INDENT}${" ".repeat(width)}${text}`;
    })
    .join("\n");
}

/** The text with its words on lines of at most so many characters; words that are longer stay whole. */
export function wrap(text: string, columns: number): string {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) ?? "";
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}
