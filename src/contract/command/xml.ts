import { escapeMarkup } from "../../shared/escape-markup.ts";
import { printable } from "./output.ts";

/** Escapes a text for XML and HTML; XML 1.0, section 2.2, knows no control characters but tab and line breaks. */
export function escapeXml(text: string): string {
  return escapeMarkup(printable(text, "\n"));
}
