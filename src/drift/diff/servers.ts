import { isJsonObject, isArray, objectAt, own, type JsonObject } from "../../openapi/json.ts";
import { equal } from "../../shared/json.ts";
import { inside, type Context, type Place } from "./context.ts";
import { verb } from "../verb.ts";

/** The servers to which requests go, by URL. */
export type Servers = ReadonlyMap<string, JsonObject>;

/** What the places above a path or an operation say of one thing, in both versions. */
export interface Inherited<Value> {
  readonly before: Value;
  readonly after: Value;
}

/** No servers: the API itself does not say where its callbacks and webhooks go. */
export const NO_SERVERS: Inherited<Servers> = { before: new Map(), after: new Map() };

/** Compares the servers of a document. */
export function compareRootServers(context: Context, root: Place, before: JsonObject, after: JsonObject): void {
  compareLists(context, inside(root, "servers"), rootServers(before), rootServers(after));
}

/** Returns the servers that count for a path or an operation: its own, or those of the places above. */
export function serversAt(before: JsonObject, after: JsonObject, above: Inherited<Servers>): Inherited<Servers> {
  return { before: serversOf(before) ?? above.before, after: serversOf(after) ?? above.after };
}

/** True when a version of a path or an operation names servers of its own. */
export function namesServers(before: JsonObject, after: JsonObject): boolean {
  return serversOf(before) !== undefined || serversOf(after) !== undefined;
}

/** Compares the servers that count for a path or an operation. */
export function compareServers(context: Context, place: Place, { before, after }: Inherited<Servers>): void {
  compareLists(context, inside(place, "servers"), before, after);
}

/** Compares two lists of servers. Their order says nothing about which are there. */
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

/** Returns the servers of a document; without any it means one with the URL `/` (OpenAPI 3.1, OpenAPI Object). */
export function rootServers(document: JsonObject): Servers {
  return serversOf(document) ?? new Map([["/", { url: "/" }]]);
}

/** The servers that a document, a path or an operation names; undefined when it names none. */
function serversOf(owner: JsonObject): Servers | undefined {
  const list = own(owner, "servers");
  const servers = isArray(list) ? list.filter(isJsonObject) : [];
  if (servers.length === 0) return undefined;
  return new Map(servers.map((server) => [sameUrl(typeof server.url === "string" ? server.url : ""), server]));
}

/** A server's URL as it compares: scheme and host without regard to case (RFC 3986, section 6.2.2.1), no last slash. */
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
