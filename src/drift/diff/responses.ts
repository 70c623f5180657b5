import { objectAt, own, type JsonObject } from "../../openapi/json.ts";
import { equal } from "../../shared/json.ts";
import { compareContent } from "./content.ts";
import { compareWritten } from "./written.ts";
import { responseDirection, inside, type Context, type Place } from "./context.ts";
import { verb } from "../verb.ts";
import { compareDeprecated, compareRequired, objectsAt } from "./parameters.ts";

/** Compares the responses of an operation, by status. */
export function compareResponses(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  const old = objectsAt(context, before, "responses");
  const next = objectsAt(context, after, "responses");
  const responses = inside(place, "responses");
  for (const [status, response] of old) {
    const same = next.get(status) ?? next.get(status.toUpperCase()) ?? next.get(status.toLowerCase());
    if (same) compareResponse(context, inside(responses, status), response, same);
    else removedStatus(context, inside(responses, status), status, response, covering(status, next));
  }
  for (const [status, response] of next)
    if (!old.has(status) && !old.has(status.toUpperCase()) && !old.has(status.toLowerCase()))
      addedStatus(context, inside(responses, status), status, response, covering(status, old));
}

function removedStatus(
  context: Context,
  place: Place,
  status: string,
  response: JsonObject,
  covered: JsonObject | undefined,
): void {
  if (place.inverted && covered) {
    compareResponse(context, place, response, covered);
    context.add("compatible", place, {
      before: response,
      message: `the status ${status} was removed; another entry covers it`,
    });
    return;
  }
  const message = place.inverted
    ? `receivers may no longer respond with the status ${status}`
    : `the status ${status} was removed, which code and callers name`;
  context.add("breaking", place, { before: response, message });
}

/**
 * Adds findings for a new status. A new error is compatible; a new success breaks callers, who do not handle it. A
 * status that a range or the default covered is compared with that entry.
 */
function addedStatus(
  context: Context,
  place: Place,
  status: string,
  response: JsonObject,
  covered: JsonObject | undefined,
): void {
  if (covered) compareResponse(context, place, covered, response);
  const isError = /^[45]/.test(status) || status === "default";
  const isHarmless = place.inverted || isError || covered !== undefined;
  context.add(isHarmless ? "compatible" : "breaking", place, {
    after: response,
    message: isHarmless
      ? `the status ${status} was added`
      : `the status ${status} was added: callers get a success that they do not know`,
  });
}

/** Returns the entry that covers an unlisted status: its range, or for errors the default. */
function covering(status: string, responses: ReadonlyMap<string, JsonObject>): JsonObject | undefined {
  if (status === "default") return undefined;
  const range = `${status.slice(0, 1)}XX`;
  const ranged =
    status.toUpperCase() === range ? undefined : (responses.get(range) ?? responses.get(range.toLowerCase()));
  return ranged ?? (/^[45]/.test(status) ? responses.get("default") : undefined);
}

function compareResponse(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  context.documentation(place, before, after, ["description", "summary"]);
  compareContent(
    context,
    inside(place, "content"),
    objectAt(before, "content"),
    objectAt(after, "content"),
    responseDirection(place),
  );
  compareHeaders(context, inside(place, "headers"), headersOf(context, before), headersOf(context, after));
  compareLinks(context, inside(place, "links"), objectAt(before, "links"), objectAt(after, "links"));
}

function headersOf(context: Context, response: JsonObject): Map<string, readonly [string, JsonObject]> {
  const headers = [...objectsAt(context, response, "headers")].map(
    ([name, value]) => [name.toLowerCase(), [name, value]] as const,
  );
  return new Map(headers.filter(([name]) => name !== "content-type"));
}

function compareHeaders(
  context: Context,
  place: Place,
  before: ReadonlyMap<string, readonly [string, JsonObject]>,
  after: ReadonlyMap<string, readonly [string, JsonObject]>,
): void {
  for (const [key, [name, old]] of before) {
    const next = after.get(key)?.[1];
    if (next) compareHeader(context, inside(place, name), old, next);
    else context.add("breaking", inside(place, name), { before: old, message: `the header ${name} was removed` });
  }
  for (const [key, [name, next]] of after) {
    if (before.has(key)) continue;
    const isRequired = place.inverted && next.required === true;
    context.add(isRequired ? "breaking" : "compatible", inside(place, name), {
      after: next,
      message: `the header ${name} was added`,
    });
  }
}

function compareHeader(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  const direction = responseDirection(place);
  context.documentation(place, before, after, ["description", "example", "examples"]);
  compareRequired(context, place, before, after, direction === "input");
  compareDeprecated(context, place, before, after);
  const [was, is] = [own(before, "schema"), own(after, "schema")];
  compareWritten(context, inside(place, "schema"), was, is, direction);
  compareContent(context, inside(place, "content"), objectAt(before, "content"), objectAt(after, "content"), direction);
  const [old, next] = [before.explode === true, after.explode === true];
  if (old !== next && !context.isScalar(was) && !context.isScalar(is))
    context.add("breaking", inside(place, "explode"), {
      before: old,
      after: next,
      message: "explode changed: values are written differently",
    });
}

function compareLinks(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, next] = [own(before, name), own(after, name)];
    const [was, is] = [context.scope.object(old), context.scope.object(next)];
    if (old !== undefined && next !== undefined) context.documentation(inside(place, name), was, is, ["description"]);
    const plain = (link: JsonObject): JsonObject =>
      Object.fromEntries(Object.entries(link).filter(([key]) => key !== "description" && !key.startsWith("x-")));
    if ((old === undefined) !== (next === undefined) || !equal(plain(was), plain(is)))
      context.add(old === undefined ? "compatible" : "breaking", inside(place, name), {
        before: old,
        after: next,
        message: `the link ${name} ${verb(old, next)}`,
      });
  }
}
