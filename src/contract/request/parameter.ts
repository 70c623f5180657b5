import { isObject } from "../../shared/json.ts";
import type { Part } from "../operations.ts";
import { elementsOf, entriesOf } from "../schema/json.ts";

/** A serialized parameter: name and text, several times for exploded values. */
export type Written = readonly (readonly [name: string, text: string])[];

const DELIMITERS: Readonly<Record<string, string>> = {
  form: ",",
  simple: ",",
  spaceDelimited: " ",
  pipeDelimited: "|",
};

/**
 * Writes a parameter's value in its style (OpenAPI 3.1, section 4.8.12.3), or undefined for a style and value that do
 * not go together.
 */
export function writeParameter({ owner, location, mediaType }: Part, value: unknown): Written | undefined {
  const name = String(owner.value.name);
  if (mediaType !== undefined) return [[name, JSON.stringify(value)]];
  const usual = location === "query" || location === "cookie" ? "form" : "simple";
  const style = typeof owner.value.style === "string" ? owner.value.style : usual;
  const explode = typeof owner.value.explode === "boolean" ? owner.value.explode : style === "form";
  if (style === "deepObject" && isObject(value))
    return entriesOf(value).map(([key, property]) => [`${name}[${key}]`, scalar(property)]);
  const delimiter = DELIMITERS[style];
  if (delimiter === undefined) return undefined;
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    const texts = elementsOf(value).map(scalar);
    return explode && style !== "simple" ? texts.map((text) => [name, text]) : [[name, texts.join(delimiter)]];
  }
  if (!isObject(value)) return [[name, scalar(value)]];
  if (Object.keys(value).length === 0) return undefined;
  if (explode && style === "form") return entriesOf(value).map(([key, property]) => [key, scalar(property)]);
  return [
    [
      name,
      entriesOf(value)
        .map(([key, property]) => (explode ? `${key}=${scalar(property)}` : `${key},${scalar(property)}`))
        .join(delimiter),
    ],
  ];
}

/**
 * Returns why a value has no form of its own in a parameter, or undefined when it has one (OpenAPI 3.1, section
 * 4.8.12.3, leaves null open).
 */
export function unwritable({ owner, location, mediaType }: Part, value: unknown): string | undefined {
  if (mediaType !== undefined) return undefined;
  const parts = Array.isArray(value) ? (value as readonly unknown[]) : entriesOf(value).map(([, property]) => property);
  const isPlain = !Array.isArray(value) && !isObject(value);
  const all = isPlain ? [value] : parts;
  if (all.some((part) => part === null)) return `null has no form in a ${location} parameter`;
  if (!isPlain && all.some((part) => typeof part === "object")) return "nested values have no form in a parameter";
  if (!isPlain && all.some((part) => part === "" || (typeof part === "string" && /[,|; ]/.test(part))))
    return "a delimiter within the value, or an empty one, cannot be distinguished from the next value";
  const isEmpty = value === "" && owner.value.allowEmptyValue !== true;
  return isEmpty && location !== "path" ? "an empty text cannot be distinguished from a missing value" : undefined;
}

/**
 * Returns whether a value contains an integer that a double cannot represent exactly. For 9223372036854775807, the next
 * double would be sent, which services with 64-bit integers reject.
 */
export function isInexact(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === "object" && value !== null && Object.values(value).some(isInexact);
}

const WORDS = [
  { text: "true", value: true },
  { text: "false", value: false },
  { text: "null", value: null },
  { text: "", value: null },
];

/**
 * Returns the values that a text may represent: the text, and its meaning as a number, boolean, null or list.
 */
export function readings(text: string): readonly unknown[] {
  const number = text.trim() !== "" && Number.isFinite(Number(text)) ? [Number(text)] : [];
  const word = WORDS.filter((one) => one.text === text).map(({ value }) => value);
  return [text, ...number, ...word];
}

function scalar(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
