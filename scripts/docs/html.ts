import { posix } from "node:path";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as HTML shows it, also within an attribute. */
export const escaped = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** The way from one page of the site to another file of it; both are given from the site's folder. Works on every sub-path and without a server. */
export const wayTo = (target: string, from: string): string => posix.relative(posix.dirname(from), target);
