import { isArray, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { asSchema, Scope, type Schema } from "../scope.ts";
import { ONE_SCHEMA, SCHEMA_LIST, SCHEMA_MAP } from "../../openapi/schema-keywords.ts";
import { declared } from "./unfold.ts";
import { isFlagged, unsentMember, type Flag } from "./unsent.ts";
import type { Direction } from "./counterexample.ts";

/**
 * Schemas for one direction. Read-only properties are not sent in requests, and write-only ones not in responses: they
 * are not validated and not required (OpenAPI 3.0.3, Schema Object).
 */
export class View extends Scope {
  readonly #scope: Scope;
  readonly #flag: Flag;
  readonly #made = new WeakMap<JsonObject, Schema>();

  constructor(scope: Scope, direction: Direction) {
    super({}, {});
    this.#scope = scope;
    this.#flag = direction === "input" ? "readOnly" : "writeOnly";
  }

  override find(reference: string): Json | undefined {
    return this.#scope.find(reference);
  }

  override pointerOf(schema: Json): string | undefined {
    return this.#scope.pointerOf(schema);
  }

  override resolve(reference: string): Json {
    return this.#scope.resolve(reference);
  }

  override schema(reference: string): Schema {
    return this.of(this.#scope.schema(reference));
  }

  /** Returns a schema in this view; the same object when nothing changes. */
  of(schema: Schema): Schema {
    if (typeof schema === "boolean") return schema;
    const known = this.#made.get(schema);
    if (known !== undefined) return known;
    const made = this.#changed(schema);
    this.#made.set(schema, made);
    return made;
  }

  #changed(schema: JsonObject): Schema {
    const entries = Object.entries(schema).map(
      ([keyword, value]) => [keyword, this.#member(keyword, value, schema)] as const,
    );
    return entries.every(([keyword, value]) => value === schema[keyword]) ? schema : Object.fromEntries(entries);
  }

  #member(keyword: string, value: Json, schema: JsonObject): Json {
    if (keyword === "required" && isArray(value)) return this.#required(value, schema);
    if (ONE_SCHEMA.some((known) => known === keyword)) return this.of(asSchema(value));
    if (SCHEMA_LIST.some((known) => known === keyword) && isArray(value)) {
      const list = value.map((item) => this.of(asSchema(item)));
      return list.every((item, index) => item === value[index]) ? value : list;
    }
    if (SCHEMA_MAP.some((known) => known === keyword) && isObject(value)) {
      const members = Object.keys(value).map((name) => {
        const member = asSchema(own(value, name));
        return [name, keyword === "properties" ? this.#property(member) : this.of(member)] as const;
      });
      return members.every(([name, member]) => member === value[name]) ? value : Object.fromEntries(members);
    }
    return value;
  }

  #property(schema: Schema): Schema {
    return isFlagged(this.#scope, schema, this.#flag) ? unsentMember(this.#scope, schema, this.#flag) : this.of(schema);
  }

  #required(names: readonly Json[], schema: JsonObject): readonly Json[] {
    const members = declared(this.#scope, schema);
    const kept = names.filter((name) => {
      const member = typeof name === "string" ? members.get(name) : undefined;
      return member === undefined || !isFlagged(this.#scope, member, this.#flag);
    });
    return kept.length === names.length ? names : kept;
  }
}
