import type { Location } from "./case.ts";
import { elementsOf, entriesOf, isObject, type JsonObject } from "./schema/json.ts";
import { join } from "./schema/pointer.ts";
import type { Source } from "./schema/source.ts";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const PARAMETER_LOCATIONS: readonly unknown[] = ["path", "query", "header", "cookie"];
// OpenAPI 3.1, section 4.8.12.1: header parameters of these names are to be ignored.
const IGNORED_HEADERS = ["accept", "content-type", "authorization"];

/** An OpenAPI object, its references followed, and where it stands. */
export interface Described {
  readonly pointer: string;
  readonly value: JsonObject;
}

/** A schema and what it describes in an operation. */
export interface Part {
  readonly location: Location;
  /** JSON pointer of the schema. */
  readonly root: string;
  readonly mediaType?: string;
  /** The name of an answer's header. */
  readonly header?: string;
  /** The OpenAPI object that describes the part, with its pointer. */
  readonly owner: Described;
  /** Values that the document gives as examples. */
  readonly examples: readonly unknown[];
}

/** An operation and its parts. */
export interface Operation {
  /** Method and path, such as `POST /v1/videos`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Part[];
  readonly bodies: readonly Part[];
  readonly answers: readonly Part[];
  readonly callbacks: readonly Part[];
}

/** Every operation of a document, and every webhook as an operation with callbacks only (OpenAPI 3.1, sections 4.8.1 and 4.8.9). */
export function operationsOf(source: Source): readonly Operation[] {
  const paths = entriesOf(source.document.paths).flatMap(([path]) => operationsAt(source, join("/paths", path), path));
  const hooks = entriesOf(source.document.webhooks).flatMap(([name]) =>
    operationsAt(source, join("/webhooks", name), name).map((hook) => ({
      ...hook,
      parameters: [],
      bodies: [],
      answers: [],
      callbacks: payloads(hook.bodies),
    })),
  );
  return [...paths, ...hooks];
}

function operationsAt(source: Source, pointer: string, path: string): readonly Operation[] {
  const item = source.follow(pointer);
  return METHODS.filter((method) => isObject(item.value[method])).map((method) => {
    const own = join(item.pointer, method);
    const operation = item.value[method] as JsonObject;
    return {
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters: parametersOf(source, [
        [item.pointer, item.value],
        [own, operation],
      ]),
      bodies: isObject(operation.requestBody) ? contentOf(source, join(own, "requestBody"), "body") : [],
      answers: entriesOf(operation.responses).flatMap(([status]) =>
        answerOf(source, join(own, "responses", status), `response:${status}`),
      ),
      callbacks: entriesOf(operation.callbacks).flatMap(([name]) => callbacksOf(source, join(own, "callbacks", name))),
    };
  });
}

function callbacksOf(source: Source, pointer: string): readonly Part[] {
  const callback = source.follow(pointer);
  return Object.keys(callback.value)
    .filter((expression) => !expression.startsWith("x-"))
    .flatMap((expression) => operationsAt(source, join(callback.pointer, expression), expression))
    .flatMap(({ bodies }) => payloads(bodies));
}

function payloads(bodies: readonly Part[]): readonly Part[] {
  return bodies.map((body) => ({ ...body, location: "callback" }));
}

// An operation's parameter replaces the path's parameter of the same name and place.
function parametersOf(source: Source, levels: readonly (readonly [string, JsonObject])[]): readonly Part[] {
  const found = new Map<string, Part>();
  for (const [pointer, value] of levels) {
    elementsOf(value.parameters).forEach((_, index) => {
      const owner = source.follow(join(pointer, "parameters", index));
      const { in: place, name } = owner.value;
      if (typeof name !== "string" || !PARAMETER_LOCATIONS.includes(place)) return;
      if (place === "header" && IGNORED_HEADERS.includes(name.toLowerCase())) return;
      for (const part of singleOf(source, owner, place as Location)) found.set(`${String(place)} ${name}`, part);
    });
  }
  return [...found.values()];
}

// A parameter and a header have one schema, of their own or of their only media type (OpenAPI 3.1, sections 4.8.12 and 4.8.21).
function singleOf(source: Source, owner: Described, location: Location): readonly Part[] {
  const media = Object.keys(isObject(owner.value.content) ? owner.value.content : {})[0];
  const holder = media === undefined ? owner : source.follow(join(owner.pointer, "content", media));
  if (holder.value.schema === undefined) return [];
  const root = join(holder.pointer, "schema");
  return [
    {
      location,
      root,
      owner,
      examples: examplesOf(source, holder),
      ...(media === undefined ? {} : { mediaType: media }),
    },
  ];
}

// OpenAPI 3.1, section 4.8.17.1: a header `Content-Type` is to be ignored.
function answerOf(source: Source, pointer: string, location: Location): readonly Part[] {
  const answer = source.follow(pointer);
  const headers = entriesOf(answer.value.headers).filter(([name]) => name.toLowerCase() !== "content-type");
  return [
    ...headers.flatMap(([name]) =>
      singleOf(source, source.follow(join(answer.pointer, "headers", name)), location).map((part) => ({
        ...part,
        header: name,
      })),
    ),
    ...contentOf(source, pointer, location),
  ];
}

function contentOf(source: Source, pointer: string, location: Location): readonly Part[] {
  const owner = source.follow(pointer);
  return entriesOf(owner.value.content).flatMap(([mediaType]): readonly Part[] => {
    const media = source.follow(join(owner.pointer, "content", mediaType));
    if (media.value.schema === undefined) return [];
    return [{ location, root: join(media.pointer, "schema"), mediaType, owner, examples: examplesOf(source, media) }];
  });
}

function examplesOf(source: Source, { pointer, value }: Described): readonly unknown[] {
  const named = entriesOf(value.examples).map(([name]) => source.follow(join(pointer, "examples", name)).value);
  return [
    ...(value.example === undefined ? [] : [value.example]),
    ...named.filter((example) => example.value !== undefined).map((example) => example.value),
  ];
}
