import type { Part } from "../operations.ts";
import { elementsOf, entriesOf, isObject } from "../schema/json.ts";

/** How a parameter's value is written: name and text, once or, for exploded values, several times. */
export type Written = readonly (readonly [name: string, text: string])[];

const DELIMITERS: Readonly<Record<string, string>> = {
  form: ",",
  simple: ",",
  spaceDelimited: " ",
  pipeDelimited: "|",
};

/** Writes a parameter's value in its style (OpenAPI 3.1, section 4.8.12.3), or undefined for a style and value that do not go together. */
export function writeParameter({ owner, location, mediaType }: Part, value: unknown): Written | undefined {
  const name = String(owner.value.name);
  if (mediaType !== undefined) return [[name, JSON.stringify(value)]];
  const style =
    typeof owner.value.style === "string"
      ? owner.value.style
      : location === "query" || location === "cookie"
        ? "form"
        : "simple";
  const explode = typeof owner.value.explode === "boolean" ? owner.value.explode : style === "form";
  if (style === "deepObject" && isObject(value))
    return entriesOf(value).map(([key, member]) => [`${name}[${key}]`, scalar(member)]);
  const delimiter = DELIMITERS[style];
  if (delimiter === undefined) return undefined;
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    const texts = elementsOf(value).map(scalar);
    return explode && style !== "simple" ? texts.map((text) => [name, text]) : [[name, texts.join(delimiter)]];
  }
  if (!isObject(value)) return [[name, scalar(value)]];
  if (Object.keys(value).length === 0) return undefined;
  if (explode && style === "form") return entriesOf(value).map(([key, member]) => [key, scalar(member)]);
  return [
    [
      name,
      entriesOf(value)
        .map(([key, member]) => (explode ? `${key}=${scalar(member)}` : `${key},${scalar(member)}`))
        .join(delimiter),
    ],
  ];
}

/** What a reader of the text could take it for: the text itself, and what it means as a number, a truth value, null or a list. */
export function readings(text: string): readonly unknown[] {
  const number = text.trim() !== "" && Number.isFinite(Number(text)) ? [Number(text)] : [];
  const word = text === "true" ? [true] : text === "false" ? [false] : text === "null" || text === "" ? [null] : [];
  return [text, ...number, ...word];
}

function scalar(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
