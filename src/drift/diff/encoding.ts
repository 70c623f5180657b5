import { objectAt, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { segments } from "../../openapi/json-pointer.ts";
import { equal } from "../../shared/json.ts";
import type { Direction } from "../schema/counterexample.ts";
import { verb } from "../verb.ts";
import { inside, type Context, type Place } from "./context.ts";

/** Compares the encodings of the parts of a form; for other media types, `encoding` has no meaning. */
export function compareEncodings(
  context: Context,
  place: Place,
  media: { readonly before: JsonObject; readonly after: JsonObject },
  direction: Direction,
): void {
  const [before, after] = [objectAt(media.before, "encoding"), objectAt(media.after, "encoding")];
  const isForm = /^(?:multipart\/|application\/x-www-form-urlencoded)/i.test(segments(place.where).at(-2) ?? "");
  if (!isForm) {
    if (!equal(before, after))
      context.add("docs", place, { before, after, message: "encoding changed, which has a meaning only for forms" });
    return;
  }
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, next] = [objectAt(before, name), objectAt(after, name)];
    for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
      const [was, is] = [own(old, key), own(next, key)];
      if (equal(was, is)) continue;
      const isSafe = key.startsWith("x-") || (key === "contentType" && includesAll(was, is, direction));
      context.add(isSafe ? "compatible" : "breaking", inside(place, name, key), {
        before: was,
        after: is,
        message: `${key} of the part ${name} ${verb(was, is)}`,
      });
    }
  }
}

/** Returns whether every media type that may be sent is also expected. */
function includesAll(before: Json | undefined, after: Json | undefined, direction: Direction): boolean {
  const [old, next] = [typesIn(before), typesIn(after)];
  const [sent, expected] = direction === "input" ? [old, next] : [next, old];
  return sent.length > 0 && sent.every((type) => expected.includes(type));
}

function typesIn(list: Json | undefined): string[] {
  return typeof list === "string" ? list.split(",").map((type) => type.trim().toLowerCase()) : [];
}
