import { isArray, objectAt, own, type JsonObject } from "../../openapi/json.ts";
import { equal, isObject } from "../../shared/json.ts";
import { compareContent } from "./content.ts";
import { compareWritten } from "./written.ts";
import { inside, requestDirection, type Context, type Place } from "./context.ts";
import { verb } from "../verb.ts";

/** A parameter with the place of its declaration. */
export interface Located {
  readonly place: Place;
  readonly value: JsonObject;
}

/** Header names that OpenAPI ignores as parameters (OpenAPI 3.1, Parameter Object). */
const NOT_PARAMETERS = new Set(["header accept", "header content-type", "header authorization"]);

/** Returns the parameters of an operation by location and name; those of the operation override those of its path. */
export function parametersOf(
  context: Context,
  pathPlace: Place,
  path: JsonObject,
  place: Place,
  operation: JsonObject,
): Map<string, Located> {
  const found = new Map<string, Located>();
  for (const [at, owner] of [
    [pathPlace, path],
    [place, operation],
  ] as const) {
    const list = own(owner, "parameters");
    if (!isArray(list)) continue;
    for (const [index, item] of list.entries()) {
      const value = context.scope.object(item);
      const key = keyOf(value);
      if (!NOT_PARAMETERS.has(key)) found.set(key, { place: inside(at, "parameters", String(index)), value });
    }
  }
  return found;
}

function keyOf(parameter: JsonObject): string {
  const name = textOf(parameter, "name");
  const where = textOf(parameter, "in");
  return `${where} ${where === "header" ? name.toLowerCase() : name}`;
}

/** Compares the parameters of an operation. `renamed` maps old names of path parameters to new ones. */
export function compareParameters(
  context: Context,
  before: ReadonlyMap<string, Located>,
  after: ReadonlyMap<string, Located>,
  renamed: ReadonlyMap<string, string>,
): void {
  const kept = new Set<string>();
  for (const [key, old] of before) {
    const next = after.get(key) ?? after.get(`path ${renamed.get(key) ?? ""}`);
    if (!next) {
      context.add("breaking", old.place, {
        before: old.value,
        message: `the parameter ${label(old.value)} was removed`,
      });
      continue;
    }
    kept.add(keyOf(next.value));
    compareParameter(context, next.place, old.value, next.value);
  }
  for (const [key, next] of after) {
    if (kept.has(key)) continue;
    const isBreaking = next.value.required === true && !next.place.inverted;
    const kind = next.value.required === true ? "required" : "optional";
    context.add(isBreaking ? "breaking" : "compatible", next.place, {
      after: next.value,
      message: `the ${kind} parameter ${label(next.value)} was added`,
    });
  }
}

function textOf(parameter: JsonObject, key: string): string {
  const value = own(parameter, key);
  return typeof value === "string" ? value : "";
}

function label(parameter: JsonObject): string {
  return `${textOf(parameter, "name")} (${textOf(parameter, "in")})`;
}

function compareParameter(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  const direction = requestDirection(place);
  context.documentation(place, before, after, ["description", "example", "examples"]);
  compareRequired(context, place, before, after, direction === "input");
  compareDeprecated(context, place, before, after);
  compareSchemas(context, inside(place, "schema"), before, after);
  if (own(before, "content") !== undefined || own(after, "content") !== undefined)
    compareContent(
      context,
      inside(place, "content"),
      objectAt(before, "content"),
      objectAt(after, "content"),
      direction,
    );
  compareSerialization(context, place, before, after);
}

function compareSchemas(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  const [was, is] = [own(before, "schema"), own(after, "schema")];
  if (was === undefined && is === undefined) return;
  const isRequired = before.required === true || after.required === true;
  const items = place.inverted || !context.isScalar(was) ? undefined : itemsOfRepeated(context, after);
  if (items !== undefined)
    context.add("compatible", place, {
      before: was,
      after: is,
      message: "it may be repeated now, and a single value is written as before",
    });
  compareWritten(context, place, was, items ?? is, requestDirection(place), { isRequired });
}

/** Returns the item schema of a query parameter that is repeated for each item and allows a single item. */
function itemsOfRepeated(context: Context, parameter: JsonObject): JsonObject | undefined {
  const { style, explode } = serialization(parameter, false);
  if (parameter.in !== "query" || style !== "form" || explode !== true) return undefined;
  const schema = context.scope.object(own(parameter, "schema"));
  const { type, items, minItems = 0, maxItems = 1, ...rest } = schema;
  const isOneAllowed = Number(minItems) <= 1 && Number(maxItems) >= 1 && rest.contains === undefined;
  return type === "array" && isOneAllowed && isObject(items) ? items : undefined;
}

/** Compares `required`: a value that became required breaks senders, one that became optional breaks readers. */
export function compareRequired(
  context: Context,
  place: Place,
  before: JsonObject,
  after: JsonObject,
  isSent: boolean,
): void {
  const [old, next] = [before.required === true, after.required === true];
  if (old === next) return;
  const message = next ? "it became required" : "it became optional";
  context.add(next === isSent ? "breaking" : "compatible", inside(place, "required"), {
    before: old,
    after: next,
    message,
  });
}

/** Compares `deprecated`, which is always compatible. */
export function compareDeprecated(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  const [old, next] = [before.deprecated === true, after.deprecated === true];
  if (old !== next)
    context.add("compatible", inside(place, "deprecated"), {
      before: old,
      after: next,
      message: next ? "it is deprecated now" : "it is no longer deprecated",
    });
}

/** Compares `style` and `explode`, with their defaults (OpenAPI 3.1, Parameter Object). */
function compareSerialization(context: Context, place: Place, before: JsonObject, after: JsonObject): void {
  const isScalar = [before, after].some((parameter) => context.isScalar(own(parameter, "schema")));
  const [old, next] = [serialization(before, isScalar), serialization(after, isScalar)];
  for (const key of new Set([...Object.keys(old), ...Object.keys(next)])) {
    if (equal(old[key], next[key])) continue;
    const grows = key.startsWith("allow") && next[key] === true && !place.inverted;
    context.add(grows ? "compatible" : "breaking", inside(place, key), {
      before: old[key],
      after: next[key],
      message: `${key} ${verb(old[key], next[key])}: values are written differently`,
    });
  }
}

function serialization(parameter: JsonObject, isScalar: boolean): JsonObject {
  const where = parameter.in;
  const style = parameter.style ?? (where === "query" || where === "cookie" ? "form" : "simple");
  return {
    style,
    ...(isScalar ? {} : { explode: parameter.explode ?? style === "form" }),
    allowReserved: parameter.allowReserved === true,
    allowEmptyValue: parameter.allowEmptyValue === true,
  };
}

/** Returns the members of an object that are objects, with references resolved. */
export function objectsAt(context: Context, value: JsonObject, key: string): Map<string, JsonObject> {
  return new Map(
    Object.entries(objectAt(value, key))
      .map(([name, member]) => [name, context.scope.object(member)] as const)
      .filter(([, member]) => isObject(member)),
  );
}
