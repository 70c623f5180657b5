import { isArray, isJsonObject, objectAt, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { append } from "../../openapi/json-pointer.ts";
import { hasFormat } from "../schema/formats.ts";

/** The extension with the date from which an element may be removed. */
export const SUNSET = "x-sunset";

/**
 * Returns the time of a sunset date in milliseconds since 1970: a day or a time (RFC 3339), or an HTTP date (RFC 9110,
 * section 5.6.7). Undefined for anything else.
 */
export function sunsetTime(value: Json): number | undefined {
  if (typeof value !== "string") return undefined;
  const time = Date.parse(value);
  const isDate = hasFormat("date", value) || hasFormat("date-time", value) || isHttpDate(value, time);
  return isDate && !Number.isNaN(time) ? time : undefined;
}

function isHttpDate(value: string, time: number): boolean {
  return !Number.isNaN(time) && new Date(time).toUTCString() === value;
}

/**
 * Returns the sunset dates of an element: `x-sunset`, also of its schema, or the documented `Sunset` header (RFC 8594)
 * of its responses.
 */
export function sunsetOf(thing: JsonObject, follow: (value: Json | undefined) => JsonObject): Json | undefined {
  const written = own(thing, SUNSET) ?? own(follow(own(thing, "schema")), SUNSET);
  if (written !== undefined) return written;
  const responses = Object.values(follow(own(thing, "responses"))).map(follow);
  return responses.flatMap((response) => headerDates(response, follow))[0];
}

function headerDates(response: JsonObject, follow: (value: Json | undefined) => JsonObject): Json[] {
  const headers = Object.entries(objectAt(response, "headers"));
  return headers
    .filter(([name]) => name.toLowerCase() === "sunset")
    .flatMap(([, header]) => {
      const value = follow(header);
      const schema = follow(own(value, "schema"));
      const examples = Object.values(objectAt(value, "examples")).map((example) => own(follow(example), "value"));
      const choices = own(schema, "enum");
      const listed = isArray(choices) ? choices : [];
      const all = [own(schema, "const"), own(value, "example"), ...examples, own(schema, "example"), ...listed];
      return all.filter((date) => date !== undefined);
    });
}

/** A sunset date that cannot be parsed, with its JSON pointer. */
export interface MalformedSunset {
  readonly pointer: string;
  readonly value: Json;
}

/** Returns every `x-sunset` of a document that cannot be parsed. */
export function malformedSunsets(value: Json, pointer = "#"): MalformedSunset[] {
  if (isArray(value)) return value.flatMap((item, index) => malformedSunsets(item, `${pointer}/${index}`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const here = append(pointer, key);
    if (key !== SUNSET) return malformedSunsets(member, here);
    return sunsetTime(member) === undefined ? [{ pointer: here, value: member }] : [];
  });
}
