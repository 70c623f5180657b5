import { isJsonObject, equal, isArray, objectAt, own, type JsonObject } from "../../openapi/json.ts";
import { inside, type Context, type Place } from "./context.ts";
import { verb } from "../verb.ts";

/** Compares the servers of a document, a path or an operation. Their order says nothing about which are there. */
export function compareServers(
  context: Context,
  place: Place,
  before: JsonObject,
  after: JsonObject,
  isRoot: boolean,
): void {
  const [old, next] = [serversOf(before, isRoot), serversOf(after, isRoot)];
  const here = inside(place, "servers");
  if (!isRoot && old.size === 0 && next.size > 0) {
    context.add("breaking", here, { after: own(after, "servers"), message: "requests go to another server" });
    return;
  }
  for (const [url, server] of old) {
    const other = next.get(url);
    if (other) compareServer(context, inside(here, url), server, other);
    else context.add("breaking", inside(here, url), { before: server, message: `the server ${url} was removed` });
  }
  for (const [url, server] of next)
    if (!old.has(url))
      context.add("compatible", inside(here, url), { after: server, message: `the server ${url} was added` });
}

/** Without servers, a document means one with the URL `/` (OpenAPI 3.1, OpenAPI Object). */
function serversOf(owner: JsonObject, isRoot: boolean): Map<string, JsonObject> {
  const list = own(owner, "servers");
  const servers = isArray(list) ? list.filter(isJsonObject) : [];
  const all = servers.length === 0 && isRoot ? [{ url: "/" }] : servers;
  return new Map(
    all.map((server) => [(typeof server.url === "string" ? server.url : "").replace(/(.)\/$/, "$1"), server]),
  );
}

function compareServer(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  context.documentation(place, before, after, ["description", "name"]);
  const [old, next] = [objectAt(before, "variables"), objectAt(after, "variables")];
  for (const name of new Set([...Object.keys(old), ...Object.keys(next)])) {
    const here = inside(place, "variables", name);
    const [was, is] = [objectAt(old, name), objectAt(next, name)];
    context.documentation(here, was, is, ["description"]);
    if (!equal(was.default, is.default))
      context.add("breaking", inside(here, "default"), {
        before: was.default,
        after: is.default,
        message: `the default ${verb(was.default, is.default)}: requests go to another server`,
      });
    compareChoices(context, inside(here, "enum"), was, is);
  }
}

function compareChoices(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  const [old, next] = [own(before, "enum"), own(after, "enum")];
  if (equal(old, next)) return;
  const lost = isArray(next) && (!isArray(old) || old.some((value) => !next.some((other) => equal(value, other))));
  context.add(lost ? "breaking" : "compatible", place, {
    before: old,
    after: next,
    message: lost ? "a value can no longer be chosen" : "the values to choose from changed",
  });
}
