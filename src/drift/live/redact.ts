import { isArray, type Json } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";

/** Properties whose text is never shown. */
const PRIVATE = /prompt|key|token|secret|password|auth|cookie|mail|user|name|url|(?:^|_)id$/i;

/** Matches enum-like words such as a status, but not keys or sentences. */
const WORD = /^[a-z]{2,20}(?:[_.-][a-z]{2,20}){0,4}$/;

/** Replaces every text of a value by its length, except enum-like words in other properties than the private ones. */
export function redacted(value: Json, member = ""): Json {
  if (typeof value === "string")
    return WORD.test(value) && !PRIVATE.test(member) ? value : `<${Array.from(value).length} characters>`;
  if (isArray(value)) return value.slice(0, 3).map((item) => redacted(item, member));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value)
        .slice(0, 20)
        .map(([name, inner]) => [shownName(name), redacted(inner, name)]),
    );
  return value;
}

/** Returns a property's name, unless it looks like data. */
export function shownName(name: string): string {
  return /^[A-Za-z][A-Za-z_-]{0,39}[0-9]{0,2}$/.test(name) ? name : `<${Array.from(name).length} characters>`;
}

/** Replaces every segment of a path that looks like an id. */
export function shownPath(path: string): string {
  return path
    .split("/")
    .map((segment) => (/^(?:v\d+|[a-z][a-z_-]{0,29})?$/.test(segment) ? segment : "*"))
    .join("/");
}
