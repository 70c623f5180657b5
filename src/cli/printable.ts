// Controls (C0, C1, DEL), format characters (bidi, zero width) and line separators, except the joiners of emoji and
// several scripts.
const UNPRINTABLE = /(?!\u200c|\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const LINE_BREAK = /\s*[\r\n\u0085\u2028\u2029]\s*/g;

/**
 * Returns a text as one line that cannot control a terminal: line breaks become spaces, so that no text can forge a
 * line, and control, format and bidi characters become U+FFFD.
 */
export function printable(text: string): string {
  return text.replace(LINE_BREAK, " ").replace(UNPRINTABLE, "\ufffd");
}

/**
 * Returns a value as JSON in which every character that could control a terminal is escaped; `JSON.stringify` escapes
 * only C0.
 */
export function printableJson(value: unknown, indent?: number): string {
  return escapeInJson(JSON.stringify(value, undefined, indent));
}

/** Escapes characters that could control a terminal in a JSON text, which keeps its meaning. */
export function escapeInJson(json: string): string {
  return json.replace(UNPRINTABLE, (character) => (character === "\n" ? character : escaped(character)));
}

function escaped(character: string): string {
  const units = character.split("");
  return units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
}
