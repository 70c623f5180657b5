/**
 * Columns of a line of a generated comment. The star before it and the indentation of nested properties come on top.
 */
const COLUMNS = 100;

/** Fills the paragraphs and the items of lists in a text up to a number of columns. Indented lines stay as they are. */
export function wrap(text: string, columns = COLUMNS): string {
  return blocksOf(text)
    .flatMap((block) => fill(block, columns))
    .join("\n");
}

/** Returns each paragraph and each item of a list in one line; between paragraphs, empty lines. */
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

/** Returns a text as a doc comment, on one line if it has one. */
export function docComment(text: string): string {
  const lines = text.trim().replaceAll("*/", "*\\/").split("\n");
  if (lines.length === 1) return `/** ${lines.join()} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}
