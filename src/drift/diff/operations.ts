import { objectAt, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { CannotCompare } from "../finding.ts";
import { compareResponses } from "./responses.ts";
import { compareContent } from "./content.ts";
import { inside, requestDirection, type Context, type Place } from "./context.ts";
import { compareDeprecated, compareParameters, compareRequired, parametersOf } from "./parameters.ts";
import { compareSecurity, type Security } from "./security.ts";
import { compareServers, namesServers, NO_SERVERS, serversAt, type Inherited, type Servers } from "./servers.ts";

/** The methods of a path item (OpenAPI 3.1, Path Item Object). */
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** Document-wide settings of both versions. */
export interface Defaults {
  readonly security: Inherited<Security>;
  readonly servers: Inherited<Servers>;
}

/** Compares the operations of a path. `renamed` maps old names of path parameters to new ones. */
export function comparePathItem(
  context: Context,
  place: Place,
  before: JsonObject,
  after: JsonObject,
  defaults: Defaults,
  renamed: ReadonlyMap<string, string> = new Map(),
): void {
  context.documentation(place, before, after, ["summary", "description"]);
  const servers = serversAt(before, after, place.inverted ? NO_SERVERS : defaults.servers);
  const inherits = (method: string): boolean =>
    Object.hasOwn(before, method) &&
    Object.hasOwn(after, method) &&
    !namesServers(objectAt(before, method), objectAt(after, method));
  if (namesServers(before, after) && METHODS.some(inherits)) compareServers(context, place, servers);
  for (const method of METHODS) {
    const here = inside(place, method);
    const [old, next] = [own(before, method), own(after, method)];
    if (old === undefined && next === undefined) continue;
    if (next === undefined)
      context.add("breaking", here, { before: old, message: `the operation ${method.toUpperCase()} was removed` });
    else if (old === undefined)
      context.add("compatible", here, { after: next, message: `the operation ${method.toUpperCase()} was added` });
    else
      orTooDeep(here, () =>
        compareOperation(context, place, method, { before, after }, { ...defaults, servers }, renamed),
      );
  }
}

/** Runs a comparison, and reports schemas that are nested too deeply or recursive instead of overflowing the stack. */
function orTooDeep(place: Place, compare: () => void): void {
  try {
    compare();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CannotCompare(
      `A schema of ${place.where} is nested too deeply, or leads back to itself. Give it fewer levels of $ref.`,
      { cause: error },
    );
  }
}

function compareOperation(
  context: Context,
  pathPlace: Place,
  method: string,
  paths: { readonly before: JsonObject; readonly after: JsonObject },
  defaults: Defaults,
  renamed: ReadonlyMap<string, string>,
): void {
  const place = inside(pathPlace, method);
  const [old, next] = [objectAt(paths.before, method), objectAt(paths.after, method)];
  context.documentation(place, old, next, ["summary", "description", "tags", "externalDocs"]);
  compareName(context, place, own(old, "operationId"), own(next, "operationId"));
  compareDeprecated(context, place, old, next);
  if (namesServers(old, next)) compareServers(context, place, serversAt(old, next, defaults.servers));
  compareSecurity(context, place, old, next, defaults.security.before, defaults.security.after);
  compareParameters(
    context,
    parametersOf(context, pathPlace, paths.before, place, old),
    parametersOf(context, pathPlace, paths.after, place, next),
    renamed,
  );
  compareRequest(context, inside(place, "requestBody"), old, next);
  compareResponses(context, place, old, next);
  compareCallbacks(
    context,
    inside(place, "callbacks"),
    objectAt(old, "callbacks"),
    objectAt(next, "callbacks"),
    defaults,
  );
}

function compareName(context: Context, place: Place, before: Json | undefined, after: Json | undefined): void {
  if (before === after) return;
  const message =
    before === undefined ? "the operation got a name" : "the name of the operation, which generated code uses, changed";
  context.add(before === undefined ? "compatible" : "breaking", inside(place, "operationId"), {
    before,
    after,
    message,
    audience: "generated code",
  });
}

function compareRequest(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  const [old, next] = [
    context.scope.follow(own(before, "requestBody")),
    context.scope.follow(own(after, "requestBody")),
  ];
  if (old === undefined && next === undefined) return;
  if (next === undefined) context.add("breaking", place, { before: old, message: "the request body was removed" });
  else if (old === undefined) {
    const isRequired = objectAt({ next }, "next").required === true && !place.inverted;
    context.add(isRequired ? "breaking" : "compatible", place, {
      after: next,
      message: `${isRequired ? "a required" : "a"} request body was added`,
    });
  } else {
    const [was, is] = [context.scope.object(old), context.scope.object(next)];
    context.documentation(place, was, is, ["description"]);
    compareRequired(context, place, was, is, !place.inverted);
    compareContent(
      context,
      inside(place, "content"),
      objectAt(was, "content"),
      objectAt(is, "content"),
      requestDirection(place),
    );
  }
}

/** Compares callbacks by name and URL expression. Directions are inverted in callbacks: the API sends the requests. */
function compareCallbacks(
  context: Context,
  place: Place,
  before: JsonObject,
  after: JsonObject,
  defaults: Defaults,
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const here: Place = { ...inside(place, name), inverted: true };
    const [old, next] = [own(before, name), own(after, name)];
    if (next === undefined)
      context.add("breaking", here, {
        before: old,
        message: `the callback ${name} was removed: its receivers get no more requests`,
      });
    else if (old === undefined)
      context.add("compatible", here, { after: next, message: `the callback ${name} was added` });
    else compareExpressions(context, here, context.scope.object(old), context.scope.object(next), defaults);
  }
}

function compareExpressions(
  context: Context,
  place: Place,
  before: JsonObject,
  after: JsonObject,
  defaults: Defaults,
): void {
  context.documentation(place, before, after, []);
  const comparePair = (from: string, to: string): void =>
    comparePathItem(
      context,
      inside(place, to),
      context.scope.object(before[from]),
      context.scope.object(after[to]),
      defaults,
    );
  const [old, next] = [expressionsOf(before), expressionsOf(after)];
  const [removedUrls, addedUrls] = [old.filter((url) => !next.includes(url)), next.filter((url) => !old.includes(url))];
  const [from, to] = [removedUrls[0], addedUrls[0]];
  if (from !== undefined && to !== undefined && removedUrls.length === 1 && addedUrls.length === 1) {
    const message = "the URL expression of the callback changed";
    context.add("breaking", inside(place, from), { before: from, after: to, message });
    comparePair(from, to);
  } else {
    const removed = "the URL expression of the callback was removed";
    for (const url of removedUrls)
      context.add("breaking", inside(place, url), { before: before[url], message: removed });
    const added = "a URL expression of the callback was added";
    for (const url of addedUrls) context.add("compatible", inside(place, url), { after: after[url], message: added });
  }
  for (const url of old.filter((other) => next.includes(other))) comparePair(url, url);
}

function expressionsOf(callback: JsonObject): string[] {
  return Object.keys(callback).filter((key) => !key.startsWith("x-"));
}
