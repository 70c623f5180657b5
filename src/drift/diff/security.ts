import { isJsonObject, isArray, objectAt, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { canonicalText, equal, isObject } from "../../shared/json.ts";
import { inside, type Context, type Place } from "./context.ts";
import { verb } from "../verb.ts";
import { objectsAt } from "./parameters.ts";

/** An alternative security requirement: the schemes that are required together, with the scopes of each. */
type Alternative = ReadonlyMap<string, ReadonlySet<string>>;

/** The security of one version of a document. */
export interface Security {
  readonly schemes: ReadonlyMap<string, JsonObject>;
  readonly everywhere: Json | undefined;
}

/**
 * Returns the names of the schemes that both versions define. Each names its own credentials, even with equal settings.
 */
function commonNames(old: Security, next: Security): ReadonlySet<string> {
  return new Set([...old.schemes.keys()].filter((name) => next.schemes.has(name)));
}

/** Reads the security of a document. */
export function securityOf(context: Context, document: JsonObject): Security {
  return {
    schemes: objectsAt(context, objectAt(document, "components"), "securitySchemes"),
    everywhere: own(document, "security"),
  };
}

/**
 * Compares security requirements: every old alternative must still be sufficient. In a callback, the API sends the
 * credentials, so every new alternative must have been sufficient.
 */
export function compareSecurity(
  context: Context,
  place: Place,
  before: JsonObject,
  after: JsonObject,
  old: Security,
  next: Security,
): void {
  const was = own(before, "security") ?? (place.inverted ? undefined : old.everywhere);
  const is = own(after, "security") ?? (place.inverted ? undefined : next.everywhere);
  const common = commonNames(old, next);
  const [ways, newWays] = [alternatives(was, old, common), alternatives(is, next, common)];
  const [required, available] = place.inverted ? [newWays, ways] : [ways, newWays];
  const kept = required.every((way) => available.some((other) => suffices(way, other)));
  // A document-wide setting that changes is one change for all operations.
  const isInherited = own(before, "security") === undefined && own(after, "security") === undefined && !place.inverted;
  const origin = isInherited ? "#/security" : undefined;
  if (!kept)
    context.add("breaking", inside(place, "security"), {
      origin,
      before: was,
      after: is,
      message: place.inverted
        ? "callbacks may have other credentials"
        : "credentials that were accepted are no longer enough",
    });
  else if (
    available.length !== required.length ||
    !available.every((way) => required.some((other) => suffices(way, other)))
  )
    context.add("compatible", inside(place, "security"), {
      origin,
      before: was,
      after: is,
      message: "all credentials that were accepted still are, and others may be",
    });
}

/** Returns the alternative requirements; without any, the only alternative needs no credentials. */
function alternatives(
  requirements: Json | undefined,
  { schemes }: Security,
  common: ReadonlySet<string>,
): Alternative[] {
  const list = isArray(requirements) ? requirements.filter(isJsonObject) : [];
  if (list.length === 0) return [new Map()];
  return list.map(
    (requirement) =>
      new Map(
        Object.entries(requirement).map(([name, scopes]) => [
          common.has(name) ? name : identity(name, schemes),
          new Set(isArray(scopes) ? scopes.map(String) : []),
        ]),
      ),
  );
}

/** Identifies a scheme by its settings, so that a new name for the same scheme is no change. */
function identity(name: string, schemes: ReadonlyMap<string, JsonObject>): string {
  const scheme = schemes.get(name);
  return scheme ? canonicalText({ ...essence(scheme), flows: flowsOf(scheme) }) : name;
}

/** Returns the OAuth flows of a scheme without the scopes, which requirements list. */
function flowsOf(scheme: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(objectAt(scheme, "flows"))
      .filter(([, flow]) => isObject(flow))
      .map(([name]) => [
        name,
        Object.fromEntries(
          Object.entries(objectAt(objectAt(scheme, "flows"), name)).filter(([key]) => key.endsWith("Url")),
        ),
      ]),
  );
}

function essence(scheme: JsonObject): JsonObject {
  const kept = Object.entries(scheme).filter(
    ([key]) => !["description", "bearerFormat", "flows"].includes(key) && !key.startsWith("x-"),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      typeof value === "string" && (key === "scheme" || (key === "name" && scheme.in === "header"))
        ? value.toLowerCase()
        : value,
    ]),
  );
}

/** Returns whether credentials that satisfy one requirement satisfy another. */
function suffices(credentials: Alternative, requirement: Alternative): boolean {
  return [...requirement].every(([scheme, scopes]) => {
    const granted = credentials.get(scheme);
    return granted !== undefined && [...scopes].every((scope) => granted.has(scope));
  });
}

/** Compares the definitions of security schemes with the same name. */
export function compareSchemes(context: Context, place: Place, old: Security, next: Security): void {
  for (const [name, scheme] of old.schemes) {
    const here = inside(place, "components", "securitySchemes", name);
    const other = next.schemes.get(name);
    if (!other) {
      const isKnown = [...next.schemes.values()].some((candidate) => equal(essence(candidate), essence(scheme)));
      context.add("compatible", here, {
        before: scheme,
        message: isKnown ? "the scheme has another name" : "the scheme is no longer defined",
      });
      continue;
    }
    context.documentation(here, scheme, other, ["description", "bearerFormat"]);
    if (!equal(essence(scheme), essence(other)))
      context.add("breaking", here, {
        before: essence(scheme),
        after: essence(other),
        message: "credentials are sent differently",
      });
    compareFlows(context, inside(here, "flows"), objectAt(scheme, "flows"), objectAt(other, "flows"));
  }
  for (const [name, scheme] of next.schemes)
    if (!old.schemes.has(name))
      context.add("compatible", inside(place, "components", "securitySchemes", name), {
        after: scheme,
        message: "the scheme was added",
      });
}

function compareFlows(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const here = inside(place, name);
    const [was, is] = [own(before, name), own(after, name)];
    if (!isObject(was) || !isObject(is)) {
      context.add(was === undefined ? "compatible" : "breaking", here, {
        before: was,
        after: is,
        message: `the flow ${verb(was, is)}`,
      });
      continue;
    }
    for (const key of ["authorizationUrl", "tokenUrl", "refreshUrl"])
      if (!equal(was[key], is[key]))
        context.add(was[key] === undefined ? "compatible" : "breaking", inside(here, key), {
          before: was[key],
          after: is[key],
          message: `${key} ${verb(was[key], is[key])}`,
        });
    compareScopes(context, inside(here, "scopes"), objectAt(was, "scopes"), objectAt(is, "scopes"));
  }
}

function compareScopes(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  context.documentation(
    place,
    before,
    after,
    Object.keys(before).filter((scope) => Object.hasOwn(after, scope)),
  );
  for (const scope of Object.keys(before))
    if (!Object.hasOwn(after, scope))
      context.add("breaking", inside(place, scope), {
        before: before[scope],
        message: `the scope ${scope} was removed`,
      });
  for (const scope of Object.keys(after))
    if (!Object.hasOwn(before, scope))
      context.add("compatible", inside(place, scope), { after: after[scope], message: `the scope ${scope} was added` });
}
