import type { Finding } from "../finding.ts";
import { isJsonObject, objectAt, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { equal, isObject } from "../../shared/json.ts";
import { limitsFor, type Limits } from "../budget.ts";
import { absolute, Scope } from "../scope.ts";
import { openCircularSchemas } from "../circular-schemas.ts";
import { rejectMisplacedReferences } from "../misplaced.ts";
import { inlineReferences } from "../../openapi/inline.ts";
import { upgrade, upgradeFormats } from "../../openapi/upgrade.ts";
import { Context, inside, type Place } from "./context.ts";
import { comparePathItem, type Defaults } from "./operations.ts";
import { compareSchemes, securityOf } from "./security.ts";
import { dialectChange } from "../schema/dialects.ts";
import { compareRootServers, rootServers } from "./servers.ts";

/**
 * Compares two OpenAPI 3.0 or 3.1 documents. Returns the differences with their levels for those who rely on the old
 * document. Every `breaking` difference between schemas has an example body that ajv has checked.
 *
 * @param limits Limits of the work. Default: depends on the number of operations.
 * @throws DocumentError when a document cannot be read: another version, a broken or external reference, a schema that
 *   ajv rejects.
 */
export function diffDocuments(oldDocument: Json, newDocument: Json, limits?: Limits): Finding[] {
  const before = rooted(absolute(prepared(oldDocument), "old"));
  const after = rooted(absolute(prepared(newDocument), "new"));
  const context = new Context(
    new Scope(before, after),
    hasFlags(before) || hasFlags(after),
    limits ?? limitsFor(operationsIn(before)),
  );
  const root: Place = { where: "#", inverted: false };
  compareRoot(context, root, before, after);
  const security = { before: securityOf(context, before), after: securityOf(context, after) };
  const servers = { before: rootServers(before), after: rootServers(after) };
  const defaults: Defaults = { security, servers };
  compareSchemes(context, root, security.before, security.after);
  comparePaths(context, inside(root, "paths"), objectAt(before, "paths"), objectAt(after, "paths"), defaults);
  compareWebhooks(
    context,
    inside(root, "webhooks"),
    objectAt(before, "webhooks"),
    objectAt(after, "webhooks"),
    defaults,
  );
  compareNames(context, root, before, after);
  return context.findings();
}

/** Upgrades a document to 3.1 and inlines references in places where OpenAPI does not allow them. */
function prepared(document: Json): JsonObject {
  rejectMisplacedReferences(document);
  return openCircularSchemas(upgradeFormats(upgrade(isJsonObject(document) ? inlineReferences(document) : document)));
}

/** Returns the approximate number of operations of a document. */
function operationsIn(document: JsonObject): number {
  const paths = objectAt(document, "paths");
  return Object.keys(paths).reduce((sum, path) => sum + Object.keys(objectAt(paths, path)).length, 0);
}

function rooted(document: Json): JsonObject {
  return isObject(document) ? document : {};
}

function hasFlags(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hasFlags);
  if (!isObject(value)) return false;
  return value.readOnly === true || value.writeOnly === true || Object.values(value).some(hasFlags);
}

function compareRoot(context: Context, root: Place, before: JsonObject, after: JsonObject): void {
  context.documentation(root, before, after, ["tags", "externalDocs"]);
  const [old, next] = [objectAt(before, "info"), objectAt(after, "info")];
  context.documentation(inside(root, "info"), old, next, [...new Set([...Object.keys(old), ...Object.keys(next)])]);
  compareRootServers(context, root, before, after);
  if (!equal(before.openapi, after.openapi))
    context.add("compatible", inside(root, "openapi"), {
      before: before.openapi,
      after: after.openapi,
      message: "openapi changed; both versions were read as OpenAPI 3.1",
    });
  const dialect = dialectChange(before.jsonSchemaDialect, after.jsonSchemaDialect);
  if (dialect) context.add(dialect.level, inside(root, "jsonSchemaDialect"), dialect);
}

/** Pairs paths by their template, so that a renamed path parameter does not look like another path. */
function comparePaths(context: Context, place: Place, before: JsonObject, after: JsonObject, defaults: Defaults): void {
  const byShape = new Map(Object.keys(after).map((path) => [shapeOf(path), path]));
  const paired = new Set<string>();
  for (const path of Object.keys(before)) {
    if (path.startsWith("x-")) continue;
    const other = Object.hasOwn(after, path) ? path : byShape.get(shapeOf(path));
    if (other === undefined) {
      context.add("breaking", inside(place, path), { before: before[path], message: `the path ${path} was removed` });
      continue;
    }
    paired.add(other);
    if (other !== path)
      context.add("breaking", inside(place, path), {
        before: path,
        after: other,
        message: "a parameter of the path got another name, which generated code uses",
        audience: "generated code",
      });
    comparePathItem(
      context,
      inside(place, other),
      context.scope.object(before[path]),
      context.scope.object(after[other]),
      defaults,
      renames(path, other),
    );
  }
  for (const path of Object.keys(after))
    if (!paired.has(path) && !path.startsWith("x-"))
      context.add("compatible", inside(place, path), { after: after[path], message: `the path ${path} was added` });
  context.documentation(place, before, after, []);
}

function shapeOf(path: string): string {
  return path.replace(/\{[^}]*\}/g, "{}");
}

function renames(before: string, after: string): Map<string, string> {
  const [old, next] = [namesIn(before), namesIn(after)];
  return new Map(old.map((name, index) => [`path ${name}`, next[index] ?? name]));
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => name);
}

function compareWebhooks(
  context: Context,
  place: Place,
  before: JsonObject,
  after: JsonObject,
  defaults: Defaults,
): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const here: Place = { ...inside(place, name), inverted: true };
    const [old, next] = [own(before, name), own(after, name)];
    if (next === undefined) context.add("breaking", here, { before: old, message: `the webhook ${name} was removed` });
    else if (old === undefined)
      context.add("compatible", here, { after: next, message: `the webhook ${name} was added` });
    else comparePathItem(context, here, context.scope.object(old), context.scope.object(next), defaults);
  }
}

/**
 * Compares the names of components. They do not affect operations, so a renamed or unused component breaks nothing.
 */
function compareNames(context: Context, root: Place, before: JsonObject, after: JsonObject): void {
  const [old, next] = [objectAt(before, "components"), objectAt(after, "components")];
  for (const kind of new Set([...Object.keys(old), ...Object.keys(next)])) {
    if (kind === "securitySchemes" || kind.startsWith("x-")) continue;
    const [was, is] = [objectAt(old, kind), objectAt(next, kind)];
    for (const name of Object.keys(was))
      if (!Object.hasOwn(is, name))
        context.add("compatible", inside(root, "components", kind, name), {
          before: was[name],
          message: `the component ${name} is no longer defined under this name`,
        });
    for (const name of Object.keys(is))
      if (!Object.hasOwn(was, name))
        context.add("compatible", inside(root, "components", kind, name), {
          after: is[name],
          message: `the component ${name} was added`,
        });
  }
}
