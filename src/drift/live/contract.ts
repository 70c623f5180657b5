import { objectAt, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { append } from "../../openapi/json-pointer.ts";
import { isObject } from "../../shared/json.ts";
import { absolute, Scope } from "../scope.ts";
import type { Forms } from "../schema/forms.ts";
import { NormalForms } from "../schema/normal.ts";
import { upgrade } from "../../openapi/upgrade.ts";

/** The operation of a path and a method. */
export interface Operation {
  readonly where: string;
  readonly value: JsonObject;
}

/** The part of a contract that validates traffic. */
export class Contract {
  readonly scope: Scope;
  readonly forms: Forms;
  readonly #paths: JsonObject;

  /** Throws CannotCompare when the document is not OpenAPI 3.0 or 3.1. */
  constructor(document: JsonObject) {
    const made = absolute(upgrade(document), "old");
    const root = isObject(made) ? made : {};
    this.scope = new Scope(root, {});
    this.forms = new NormalForms(this.scope);
    this.#paths = objectAt(root, "paths");
  }

  /**
   * Returns the template of a path, or undefined; templates without parameters take precedence (OpenAPI 3.1, Paths
   * Object).
   */
  template(path: string): string | undefined {
    const names = Object.keys(this.#paths).sort(
      (a, b) => (a.match(/\{/g)?.length ?? 0) - (b.match(/\{/g)?.length ?? 0),
    );
    return names.find((name) =>
      new RegExp(
        `${name
          .split(/\{[^}]*\}/)
          .map(escaped)
          .join("[^/]+")}/?$`,
      ).test(path),
    );
  }

  /** Returns the operation of a template and a method, or undefined. */
  operation(template: string, method: string): Operation | undefined {
    const value = own(this.scope.object(own(this.#paths, template)), method);
    return isObject(value) ? { where: append("#/paths", template, method), value } : undefined;
  }

  /** Returns the documented response for a status with its key, or undefined. */
  response(operation: Operation, status: number): { readonly key: string; readonly value: JsonObject } | undefined {
    const responses = objectAt(operation.value, "responses");
    const range = `${String(status).slice(0, 1)}XX`;
    const key = [String(status), range, range.toLowerCase(), "default"].find((name) => Object.hasOwn(responses, name));
    return key === undefined ? undefined : { key, value: this.scope.object(own(responses, key)) };
  }

  /** Returns the schema for a media type with its key, or undefined. */
  media(content: JsonObject, type: string): { readonly key: string; readonly schema: Json | undefined } | undefined {
    const names = Object.keys(content);
    const wanted = [type, `${type.split("/")[0] ?? ""}/*`, "*/*"];
    const key = wanted.flatMap((name) =>
      names.filter((other) => other.toLowerCase().split(";")[0]?.trim() === name),
    )[0];
    return key === undefined ? undefined : { key, schema: own(objectAt(content, key), "schema") };
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
