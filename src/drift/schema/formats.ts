import { fullFormats } from "ajv-formats/dist/formats.js";

/** Formats that only inform readers and generators, and reject no value. */
export const HINTS: ReadonlySet<string> = new Set(["float", "double", "password"]);

/** Returns the kind of value that a format constrains; undefined for a format without validation. */
export function formatKind(format: string): "string" | "number" | undefined {
  const check = checkOf(format);
  if (check === undefined || check === true || HINTS.has(format)) return undefined;
  return typeof check === "object" && check !== null && "type" in check && check.type === "number"
    ? "number"
    : "string";
}

/** Returns whether a value has a format, as ajv-formats validates it in full mode. */
export function hasFormat(format: string, value: string | number): boolean {
  const check = checkOf(format);
  if (check === undefined || check === true) return true;
  return run(check, value);
}

function checkOf(format: string): unknown {
  return Object.hasOwn(fullFormats, format) ? fullFormats[format as keyof typeof fullFormats] : undefined;
}

/** Runs an entry of ajv-formats: a regular expression, a function, or an object with one of these as `validate`. */
function run(check: unknown, value: string | number): boolean {
  if (check instanceof RegExp) return check.test(String(value));
  if (typeof check === "function") return (check as (value: string | number) => boolean)(value);
  if (typeof check === "object" && check !== null && "validate" in check) return run(check.validate, value);
  return true;
}
