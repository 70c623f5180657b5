/** Columns of text in a generated comment, without the star and the indentation. */
const COLUMNS = 100;

/** Wraps the paragraphs and list items of a text at a number of columns. Indented lines are unchanged. */
export function wrap(text: string, columns = COLUMNS): string {
  return blocksOf(text)
    .flatMap((block) => fill(block, columns))
    .join("\n");
}

/** Returns each paragraph and each list item as one line, with empty lines between paragraphs. */
function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  for (const line of text.split("\n")) {
    const block = blocks.at(-1) ?? "";
    const isContinued = block !== "" && !block.startsWith(" ") && line !== "" && !/^( |- )/.test(line);
    if (isContinued) blocks[blocks.length - 1] = `${block} ${line}`;
    else blocks.push(line);
  }
  return blocks;
}

function fill(block: string, columns: number): string[] {
  if (block.startsWith(" ")) return [block];
  const indent = block.startsWith("- ") ? "  " : "";
  const lines: string[] = [];
  let line = "";
  for (const word of block.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Formats a text as a doc comment; a single line stays on one line. */
export function docComment(text: string): string {
  const lines = text.trim().replaceAll("*/", "*\\/").split("\n");
  if (lines.length === 1) return `/** ${lines.join()} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}
