import { objectAt, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { segments } from "../../openapi/json-pointer.ts";
import { equal, isObject } from "../../shared/json.ts";
import { isPlainBytes } from "../schema/annotations.ts";
import { asserts } from "../schema/keywords.ts";
import type { Direction, Syntax } from "../schema/counterexample.ts";
import { inside, type Context, type Place } from "./context.ts";
import { compareEncodings } from "./encoding.ts";

/** Compares the media types of a request, a response or a parameter, and their bodies. */
export function compareContent(
  context: Context,
  place: Place,
  before: JsonObject,
  after: JsonObject,
  direction: Direction,
): void {
  const old = byMediaType(before);
  const next = byMediaType(after);
  for (const [type, [name, value]] of old) {
    const other = next.get(type);
    if (other) compareMedia(context, inside(place, name), value, other[1], direction);
    else removedMedia(context, inside(place, name), value, coveredBy(type, next), direction, next.size === 0);
  }
  for (const [type, [name, value]] of next) {
    if (old.has(type)) continue;
    const wasCovered = coveredBy(type, old);
    const here = inside(place, name);
    if (wasCovered) compareMedia(context, here, wasCovered, value, direction);
    const isUnexpected = place.inverted && direction === "output" && old.size > 0 && !wasCovered;
    context.add(isUnexpected ? "breaking" : "compatible", here, {
      after: value,
      message: `the media type ${name} was added${isUnexpected ? ": receivers cannot choose what is sent to them" : ""}`,
    });
  }
}

function removedMedia(
  context: Context,
  place: Place,
  value: JsonObject,
  covering: JsonObject | undefined,
  direction: Direction,
  isLast: boolean,
): void {
  if (covering && direction === "input") {
    compareMedia(context, place, value, covering, direction);
    return;
  }
  const isOneOfMany = place.inverted && direction === "output" && !isLast;
  context.add(isOneOfMany ? "compatible" : "breaking", place, { before: value, message: "the media type was removed" });
}

/** Groups a content map by normalized media type: lower case, without blanks around parameters. */
function byMediaType(content: JsonObject): Map<string, readonly [string, JsonObject]> {
  return new Map(
    Object.entries(content).map(([name, value]) => [normalType(name), [name, isObject(value) ? value : {}] as const]),
  );
}

/** Normalizes a media type: drops the charset of JSON (RFC 8259, section 11), and UTF-8, the default of other types. */
function normalType(name: string): string {
  const [essence = "", ...parameters] = name
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const isJson = essence === "application/json" || essence.endsWith("+json");
  const kept = parameters.filter((parameter) =>
    isJson ? !parameter.startsWith("charset=") : !/^charset="?utf-8"?$/.test(parameter),
  );
  return [essence, ...kept].join(";");
}

/** Returns the syntax of bodies of a media type. */
function syntaxOf(name: string): Syntax {
  const [essence = ""] = normalType(name).split(";");
  if (essence.endsWith("/xml") || essence.endsWith("+xml")) return "xml";
  if (essence.startsWith("multipart/")) return "parts";
  return /^(?:image|audio|video|font)\/|^application\/(?:octet-stream|pdf|zip|gzip)$/.test(essence) ? "bytes" : "other";
}

/** Returns the schema of a body. Binary bodies need none (OpenAPI 3.1, Considerations for File Uploads). */
function bodySchema(context: Context, media: JsonObject, syntax: Syntax): Json | undefined {
  const schema = own(media, "schema");
  if (syntax !== "bytes") return schema;
  const { type, contentMediaType, ...rest } = context.scope.object(schema);
  const isPlain = (type === undefined || type === "string") && isPlainBytes(contentMediaType, undefined);
  return isPlain && !Object.keys(rest).some(asserts) ? {} : schema;
}

/** Returns the entry of a media type range such as `application/*` that includes a media type. */
function coveredBy(type: string, content: ReadonlyMap<string, readonly [string, JsonObject]>): JsonObject | undefined {
  const essence = type.split(";")[0] ?? type;
  const names = [essence, `${essence.split("/")[0] ?? ""}/*`, "*/*"];
  return names
    .filter((name) => name !== type)
    .map((name) => content.get(name)?.[1])
    .find((entry) => entry !== undefined);
}

function compareMedia(
  context: Context,
  place: Place,
  before: JsonObject,
  after: JsonObject,
  direction: Direction,
): void {
  const syntax = syntaxOf(segments(place.where).at(-1) ?? "");
  const [was, is] = [bodySchema(context, before, syntax), bodySchema(context, after, syntax)];
  context.schemas(inside(place, "schema"), was, is, direction, { syntax });
  compareExamples(context, place, before, after);
  context.documentation(place, before, after, ["example"]);
  compareEncodings(context, inside(place, "encoding"), { before, after }, direction);
}

/** Compares named examples: the mock returns them, and its users request them by name. */
function compareExamples(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  const old = objectAt(before, "examples");
  const next = objectAt(after, "examples");
  for (const name of new Set([...Object.keys(old), ...Object.keys(next)])) {
    const here = inside(place, "examples", name);
    const [was, is] = [context.scope.follow(own(old, name)), context.scope.follow(own(next, name))];
    if (is === undefined)
      context.add("breaking", here, {
        before: was,
        message: `the example ${name} was removed: it can no longer be requested by name`,
        audience: "mock users",
      });
    else if (was === undefined)
      context.add("compatible", here, { after: is, message: `the example ${name} was added`, audience: "mock users" });
    else compareExample(context, here, was, is);
  }
}

function compareExample(context: Context, place: Place, before: Json, after: Json): void {
  if (!isObject(before) || !isObject(after)) return;
  context.documentation(place, before, after, ["summary", "description"]);
  for (const key of ["value", "externalValue"])
    if (!equal(own(before, key), own(after, key)))
      context.add("compatible", inside(place, key), {
        before: own(before, key),
        after: own(after, key),
        message: "the value of the example changed",
        audience: "mock users",
      });
}
