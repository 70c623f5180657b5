import { append } from "../shared/json-pointer.ts";
import { isObject, type JsonObject } from "../shared/json.ts";
import type { Location } from "./case.ts";
import { elementsOf, entriesOf } from "./schema/json.ts";
import { DocumentError } from "./schema/problems.ts";
import type { Source } from "./schema/source.ts";

// `query` is new in OpenAPI 3.2.
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
const PARAMETER_LOCATIONS: readonly unknown[] = ["path", "query", "header", "cookie"];
// OpenAPI 3.1, section 4.8.12.1: header parameters of these names are to be ignored.
const IGNORED_HEADERS = ["accept", "content-type", "authorization"];

/** An OpenAPI object with references resolved, and its JSON pointer. */
export interface Described {
  readonly pointer: string;
  readonly value: JsonObject;
}

/** An example of the document, and its JSON pointer. */
export interface Example {
  readonly pointer: string;
  readonly value: unknown;
}

/** A schema and what it describes in an operation. */
export interface Part {
  readonly location: Location;
  /** JSON pointer of the schema. */
  readonly root: string;
  readonly mediaType?: string;
  /** The name of a response's header. */
  readonly header?: string;
  /** The OpenAPI object that describes the part, with its pointer. */
  readonly owner: Described;
  readonly examples: readonly Example[];
}

/** A part of an operation that cannot be read. */
export interface UnreadPart {
  readonly location: Location;
  readonly pointer: string;
  readonly reason: string;
}

/** An operation and its parts. */
export interface Operation {
  /** Method and path, such as `POST /v1/videos`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** JSON pointer of the operation; for a callback or webhook, of the operation that is called. */
  readonly pointer: string;
  readonly parameters: readonly Part[];
  readonly bodies: readonly Part[];
  readonly responses: readonly Part[];
  readonly callbacks: readonly Part[];
  readonly unread: readonly UnreadPart[];
}

/**
 * Returns every operation of a document, and every webhook as an operation with callbacks only (OpenAPI 3.1, sections
 * 4.8.1 and 4.8.9).
 */
export function operationsOf(source: Source): readonly Operation[] {
  const reader = new OperationReader(source);
  const paths = entriesOf(source.document.paths).flatMap(([path]) => reader.operationsAt(append("/paths", path), path));
  const hooks = entriesOf(source.document.webhooks).flatMap(([name]) =>
    reader.operationsAt(append("/webhooks", name), name).map((hook) => ({
      ...hook,
      parameters: [],
      bodies: [],
      responses: [],
      callbacks: payloads(hook.bodies),
    })),
  );
  return [...paths, ...hooks];
}

/** Returns all parts of an operation. */
export function partsOf({ parameters, bodies, responses, callbacks }: Operation): readonly Part[] {
  return [...parameters, ...bodies, ...responses, ...callbacks];
}

class OperationReader {
  readonly #source: Source;
  #unread: UnreadPart[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  operationsAt(pointer: string, path: string): readonly Operation[] {
    const [item] = this.#reading("path", () => [this.#source.follow(pointer)]);
    if (!item) return [unreadOperation(pointer, path, this.#taken())];
    const methods = METHODS.filter((method) => isObject(item.value[method])).map((method) => [method]);
    const others = entriesOf(item.value.additionalOperations).map(([method]) => ["additionalOperations", method]);
    return [...methods, ...others].map((keys) => this.#operation(item, path, keys));
  }

  #operation(item: Described, path: string, keys: readonly string[]): Operation {
    const pointer = append(item.pointer, ...keys);
    const holder = keys.length > 1 ? item.value.additionalOperations : item.value;
    const method = keys.at(-1) ?? "";
    const value = isObject(holder) && isObject(holder[method]) ? holder[method] : {};
    const outer = this.#taken();
    const parts = {
      parameters: this.#parameters([item, { pointer, value }]),
      bodies: value.requestBody === undefined ? [] : this.#content(append(pointer, "requestBody"), "body"),
      responses: entriesOf(value.responses)
        .filter(([status]) => !status.startsWith("x-"))
        .flatMap(([status]) => this.#response(append(pointer, "responses", status), `response:${status}`)),
      callbacks: entriesOf(value.callbacks).flatMap(([name]) => this.#callbacks(append(pointer, "callbacks", name))),
    };
    const operation = { name: `${method.toUpperCase()} ${path}`, method: method.toUpperCase(), path, pointer };
    const unread = this.#taken();
    this.#unread = [...outer];
    return { ...operation, ...parts, unread };
  }

  #taken(): readonly UnreadPart[] {
    const unread = this.#unread;
    this.#unread = [];
    return unread;
  }

  /** Returns what can be read; records a part that cannot, without affecting the rest. */
  #reading<T>(location: Location, read: () => readonly T[]): readonly T[] {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      this.#unread.push({ location, pointer: error.pointer ?? "", reason: error.reason });
      return [];
    }
  }

  #callbacks(pointer: string): readonly Part[] {
    const [callback] = this.#reading("callback", () => [this.#source.follow(pointer)]);
    if (!callback) return [];
    return Object.keys(callback.value)
      .filter((expression) => !expression.startsWith("x-"))
      .flatMap((expression) => this.operationsAt(append(callback.pointer, expression), expression))
      .flatMap(({ bodies }) => payloads(bodies));
  }

  // An operation's parameter replaces the path's parameter of the same name and place.
  #parameters(levels: readonly Described[]): readonly Part[] {
    const found = new Map<string, Part>();
    for (const { pointer, value } of levels) {
      elementsOf(value.parameters).forEach((_, index) => {
        for (const part of this.#reading("query", () => this.#parameter(append(pointer, "parameters", index))))
          found.set(`${part.location} ${String(part.owner.value.name)}`, part);
      });
    }
    return [...found.values()];
  }

  #parameter(pointer: string): readonly Part[] {
    const owner = this.#source.follow(pointer);
    const { in: place, name } = owner.value;
    if (place === "querystring") throw new DocumentError("a parameter in `querystring` is not read", owner.pointer);
    if (typeof name !== "string" || !PARAMETER_LOCATIONS.includes(place))
      throw new DocumentError("a parameter needs a `name`, and `in` with path, query, header or cookie", owner.pointer);
    if (place === "header" && IGNORED_HEADERS.includes(name.toLowerCase())) return [];
    return this.#single(owner, place as Location);
  }

  // A parameter and a header have one schema, of their own or of their only media type (OpenAPI 3.1, sections 4.8.12
  // and 4.8.21).
  #single(owner: Described, location: Location): readonly Part[] {
    const media = Object.keys(isObject(owner.value.content) ? owner.value.content : {})[0];
    const holder = media === undefined ? owner : this.#source.follow(append(owner.pointer, "content", media));
    if (holder.value.schema === undefined) return [];
    const examples = this.#examples(holder);
    const part = { location, root: append(holder.pointer, "schema"), owner, examples };
    return [media === undefined ? part : { ...part, mediaType: media }];
  }

  // OpenAPI 3.1, section 4.8.17.1: a header `Content-Type` is to be ignored.
  #response(pointer: string, location: Location): readonly Part[] {
    const [response] = this.#reading(location, () => [this.#source.follow(pointer)]);
    if (!response) return [];
    const headers = entriesOf(response.value.headers).filter(([name]) => name.toLowerCase() !== "content-type");
    const parts = headers.flatMap(([name]) =>
      this.#reading(location, () =>
        this.#single(this.#source.follow(append(response.pointer, "headers", name)), location).map((part) => ({
          ...part,
          header: name,
        })),
      ),
    );
    return [...parts, ...this.#content(pointer, location)];
  }

  #content(pointer: string, location: Location): readonly Part[] {
    const [owner] = this.#reading(location, () => [this.#source.follow(pointer)]);
    return entriesOf(owner?.value.content).flatMap(([mediaType]) =>
      this.#reading(location, (): readonly Part[] => {
        if (!owner) return [];
        const media = this.#source.follow(append(owner.pointer, "content", mediaType));
        if (media.value.itemSchema !== undefined)
          throw new DocumentError("`itemSchema` is not read", append(media.pointer, "itemSchema"));
        if (media.value.schema === undefined) return [];
        return [{ location, root: append(media.pointer, "schema"), mediaType, owner, examples: this.#examples(media) }];
      }),
    );
  }

  #examples({ pointer, value }: Described): readonly Example[] {
    const own = value.example === undefined ? [] : [{ pointer: append(pointer, "example"), value: value.example }];
    const named = entriesOf(value.examples).flatMap(([name]) =>
      this.#reading("body", () => {
        const example = this.#source.follow(append(pointer, "examples", name));
        return ["dataValue", "value"]
          .filter((key) => example.value[key] !== undefined)
          .slice(0, 1)
          .map((key): Example => ({ pointer: append(example.pointer, key), value: example.value[key] }));
      }),
    );
    return [...own, ...named];
  }
}

function payloads(bodies: readonly Part[]): readonly Part[] {
  return bodies.map((body) => ({ ...body, location: "callback" }));
}

function unreadOperation(pointer: string, path: string, unread: readonly UnreadPart[]): Operation {
  return { name: path, method: "", path, pointer, parameters: [], bodies: [], responses: [], callbacks: [], unread };
}
