import { escapeMarkup } from "../../shared/escape-markup.ts";
import { printable } from "./output.ts";

/** Escapes a text for XML and HTML; XML 1.0, section 2.2, allows no control characters but tabs and line breaks. */
export function escapeXml(text: string): string {
  return escapeMarkup(printable(text, "\n"));
}
