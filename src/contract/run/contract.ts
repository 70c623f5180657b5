import { append, valueAt } from "../../shared/json-pointer.ts";
import { isObject, type JsonObject } from "../../shared/json.ts";
import type { SendableRequest } from "../case.ts";
import { checkVersion } from "../open.ts";
import { operationsOf, type Operation } from "../operations.ts";
import { elementsOf, entriesOf } from "../schema/json.ts";
import { DocumentError } from "../schema/problems.ts";
import type { SchemaNode } from "../schema/node.ts";
import { Views, type View } from "../schema/view.ts";
import { upgraded } from "../upgraded.ts";

/** A response as a document describes it. */
export interface DocumentedResponse {
  readonly value: JsonObject;
  readonly pointer: string;
}

/** A credential that an operation requires: its header, and a wrong value for it. */
export interface Credential {
  readonly header: string;
  readonly wrong: string;
}

/** Where the path parameters of an operation come from: another operation's response (OpenAPI 3.1, section 4.8.20). */
export interface LinkedParameters {
  readonly from: string;
  readonly status: string;
  readonly parameters: readonly { readonly name: string; readonly expression: unknown }[];
}

/** The document during a run: its responses, credentials and links. */
export class RunContract {
  readonly #document: JsonObject;
  readonly #view: View;
  readonly #operations: ReadonlyMap<string, Operation>;

  constructor(document: unknown) {
    this.#document = upgraded(checkVersion(document));
    const views = new Views(this.#document);
    this.#view = views.directed("response");
    this.#operations = new Map(operationsOf(views.whole.source).map((operation) => [operation.name, operation]));
  }

  /** Returns the operations without variable parts, with the request of each. */
  bareOperations(): ReadonlyMap<string, SendableRequest> {
    const bare = [...this.#operations.values()].filter(
      ({ parameters, bodies, path, method, unread }) =>
        method !== "" &&
        parameters.length + bodies.length + unread.length === 0 &&
        path.startsWith("/") &&
        !path.includes("{"),
    );
    return new Map(bare.map(({ name, method, path }) => [name, { method, path, query: [], headers: {} }]));
  }

  /** Returns the response that an operation documents for a status: itself, its range, or the default. */
  response(operation: string, status: number): DocumentedResponse | undefined {
    const found = this.#operations.get(operation);
    if (!found) return undefined;
    const responses = valueAt(this.#document, append(found.pointer, "responses"));
    const key = [String(status), `${Math.floor(status / 100)}XX`, `${Math.floor(status / 100)}xx`, "default"].find(
      (name) => isObject(responses) && responses[name] !== undefined,
    );
    return key === undefined ? undefined : this.#followed(append(found.pointer, "responses", key));
  }

  /** Returns whether an operation documents a status by name or by its range. */
  documents(operation: string, status: number): boolean {
    const found = this.#operations.get(operation);
    const responses = found && valueAt(this.#document, append(found.pointer, "responses"));
    return [String(status), `${Math.floor(status / 100)}XX`, `${Math.floor(status / 100)}xx`].some(
      (name) => isObject(responses) && responses[name] !== undefined,
    );
  }

  /** Returns the schema at a pointer, for validating responses. */
  schema(pointer: string): SchemaNode {
    return this.#view.source.node(pointer);
  }

  /** Returns the violations of a value by a schema; none when the schema cannot be read. */
  faults(node: SchemaNode, value: unknown): readonly string[] {
    try {
      return this.#view.oracle.faults(node, value);
    } catch (error) {
      if (error instanceof DocumentError) return [];
      throw error;
    }
  }

  /** Returns an object with references resolved, and its pointer; undefined for a broken reference. */
  follow(pointer: string): DocumentedResponse | undefined {
    return this.#followed(pointer);
  }

  /** Returns the credentials that an operation requires together; empty when it requires none. */
  credentials(name: string): readonly Credential[] {
    const operation = this.#operations.get(name);
    if (!operation) return [];
    const own = valueAt(this.#document, append(operation.pointer, "security"));
    const alternatives = elementsOf(own ?? this.#document.security);
    if (alternatives.length === 0 || alternatives.some((one) => entriesOf(one).length === 0)) return [];
    const names = alternatives.flatMap((one) => entriesOf(one).map(([scheme]) => scheme));
    return names.flatMap((scheme) => this.#credential(scheme));
  }

  /** Returns the links that provide the parameters of an operation. */
  links(name: string): readonly LinkedParameters[] {
    const wanted = this.#operations.get(name);
    if (!wanted) return [];
    const id = valueAt(this.#document, append(wanted.pointer, "operationId"));
    return [...this.#operations.values()].flatMap((operation) => {
      const responses = valueAt(this.#document, append(operation.pointer, "responses"));
      return entriesOf(responses).flatMap(([status]) => {
        const response = this.#followed(append(operation.pointer, "responses", status));
        return entriesOf(response?.value.links).flatMap(([link]): readonly LinkedParameters[] => {
          const found = response && this.#followed(append(response.pointer, "links", link));
          const { operationId, operationRef, parameters } = found?.value ?? {};
          const isMeant = (operationId !== undefined && operationId === id) || operationRef === `#${wanted.pointer}`;
          const given = entriesOf(parameters).map(([parameter, expression]) => ({
            name: parameter.replace(/^(?:path|query|header|cookie)\./, ""),
            expression,
          }));
          return isMeant ? [{ from: operation.name, status, parameters: given }] : [];
        });
      });
    });
  }

  #credential(name: string): readonly Credential[] {
    const scheme = this.#followed(append("/components/securitySchemes", name))?.value ?? {};
    if (scheme.type === "apiKey" && scheme.in === "header" && typeof scheme.name === "string")
      return [{ header: scheme.name, wrong: "wrong" }];
    if (scheme.type === "http" || scheme.type === "oauth2" || scheme.type === "openIdConnect") {
      const isBasic = String(scheme.scheme).toLowerCase() === "basic";
      return [{ header: "authorization", wrong: isBasic ? "Bearer wrong" : "Basic d3Jvbmc6d3Jvbmc=" }];
    }
    return [];
  }

  #followed(pointer: string): DocumentedResponse | undefined {
    try {
      return this.#view.source.follow(pointer);
    } catch (error) {
      if (error instanceof DocumentError) return undefined;
      throw error;
    }
  }
}
