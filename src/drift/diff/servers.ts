import { isJsonObject, isArray, objectAt, own, type JsonObject } from "../../openapi/json.ts";
import { equal } from "../../shared/json.ts";
import { inside, type Context, type Place } from "./context.ts";
import { verb } from "../verb.ts";

/** Servers by URL. */
export type Servers = ReadonlyMap<string, JsonObject>;

/** The servers that a path or an operation inherits, in both versions. */
export interface Inherited<Value> {
  readonly before: Value;
  readonly after: Value;
}

/** No servers: callbacks and webhooks do not use the servers of the document. */
export const NO_SERVERS: Inherited<Servers> = { before: new Map(), after: new Map() };

/** Compares the servers of a document. */
export function compareRootServers(context: Context, root: Place, before: JsonObject, after: JsonObject): void {
  compareLists(context, inside(root, "servers"), rootServers(before), rootServers(after));
}

/** Returns the servers of a path or an operation: its own, or the inherited ones. */
export function serversAt(before: JsonObject, after: JsonObject, above: Inherited<Servers>): Inherited<Servers> {
  return { before: serversOf(before) ?? above.before, after: serversOf(after) ?? above.after };
}

/** Returns whether either version of a path or an operation has its own servers. */
export function namesServers(before: JsonObject, after: JsonObject): boolean {
  return serversOf(before) !== undefined || serversOf(after) !== undefined;
}

/** Compares the servers of a path or an operation. */
export function compareServers(context: Context, place: Place, { before, after }: Inherited<Servers>): void {
  compareLists(context, inside(place, "servers"), before, after);
}

/** Compares two lists of servers, regardless of their order. */
function compareLists(context: Context, here: Place, old: Servers, next: Servers): void {
  for (const [url, server] of old) {
    const other = next.get(url);
    if (other) compareServer(context, inside(here, url), server, other);
    else context.add("breaking", inside(here, url), { before: server, message: `the server ${url} was removed` });
  }
  for (const [url, server] of next)
    if (!old.has(url))
      context.add("compatible", inside(here, url), { after: server, message: `the server ${url} was added` });
}

/** Returns the servers of a document; by default, one with the URL `/` (OpenAPI 3.1, OpenAPI Object). */
export function rootServers(document: JsonObject): Servers {
  return serversOf(document) ?? new Map([["/", { url: "/" }]]);
}

/** Returns the servers of a document, a path or an operation; undefined when it has none. */
function serversOf(owner: JsonObject): Servers | undefined {
  const list = own(owner, "servers");
  const servers = isArray(list) ? list.filter(isJsonObject) : [];
  if (servers.length === 0) return undefined;
  return new Map(servers.map((server) => [sameUrl(typeof server.url === "string" ? server.url : ""), server]));
}

/** Normalizes a server URL: lower-case scheme and host (RFC 3986, section 6.2.2.1), no trailing slash. */
function sameUrl(url: string): string {
  return url.replace(/(.)\/$/, "$1").replace(/^[a-z][a-z0-9+.-]*:\/\/[^/{]*/i, (origin) => origin.toLowerCase());
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
