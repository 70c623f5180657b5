import { printable } from "./output.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes a text for XML and HTML; XML 1.0, section 2.2, knows no control characters but tab and line breaks. */
export function escapeXml(text: string): string {
  return printable(text, "\n").replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
