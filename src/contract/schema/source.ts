import { append, valueAt } from "../../shared/json-pointer.ts";
import { isObject, type JsonObject } from "../../shared/json.ts";
import { entriesOf, stringsOf } from "./json.ts";
import type { Problem, SchemaNode, Scope } from "./node.ts";
import { marksProperties, Omissions, type Direction } from "./omissions.ts";
import { DocumentError } from "./problems.ts";
import { LoopFinder } from "./loops.ts";
import { References } from "./references.ts";
import { isConstraint, settingFault } from "./settings.ts";

const NO_SCOPE: Scope = new Map();

/** Gives access to the schemas of a document by pointer and by reference, without invalid keywords. */
export class Source {
  readonly document: JsonObject;
  readonly #references: References;
  readonly #loops: LoopFinder;
  readonly #omissions: Omissions;
  readonly #nodes = new Map<string, SchemaNode>();
  // Cached: pointers are long, and every step of a search needs children.
  readonly #children = new Map<SchemaNode, Map<string, SchemaNode>>();
  readonly #scopes = new Map<string, { readonly id: number; readonly scope: Scope }>();

  /** `direction` selects whether `readOnly` or `writeOnly` properties are omitted; undefined omits none. */
  constructor(document: JsonObject, direction?: Direction, references = new References(document)) {
    this.document = document;
    this.#references = references;
    this.#loops = new LoopFinder(document, (reference, from) => this.pointerOf(reference, from));
    this.#omissions = new Omissions(document, direction, (reference, from) => this.pointerOf(reference, from));
  }

  /** Returns the same document for a direction. */
  viewed(direction: Direction): Source {
    return new Source(this.document, direction, this.#references);
  }

  /** Returns whether the direction omits properties. */
  get omitsProperties(): boolean {
    return this.#omissions.isUsed;
  }

  /** Returns whether the document has any property to omit in a direction. */
  marks(direction: Direction): boolean {
    return marksProperties(this.document, direction);
  }

  /** Returns the schema at a pointer; opaque where there is none. */
  node(pointer: string): SchemaNode {
    return this.#nodeIn(pointer, this.#entered(NO_SCOPE, pointer));
  }

  /** Returns a subschema: the value of a keyword, or its member under a key. */
  child(node: SchemaNode, keyword: string, key?: string | number): SchemaNode {
    const name = key === undefined ? keyword : `${keyword}/${key}`;
    const known = this.#children.get(node)?.get(name);
    if (known) return known;
    const written = this.writtenName(node, keyword);
    const pointer = key === undefined ? append(node.pointer, written) : append(node.pointer, written, key);
    return this.#keep(node, name, this.#nodeIn(pointer, this.#entered(node.scope, pointer)));
  }

  /** Returns the schema that `$ref` or `$dynamicRef` leads to. */
  target(node: SchemaNode, keyword: string): SchemaNode {
    const known = this.#children.get(node)?.get(keyword);
    if (known) return known;
    const reference = isObject(node.schema) ? node.schema[keyword] : undefined;
    const written = this.pointerOf(reference, node.pointer);
    const anchor = typeof reference === "string" ? reference.slice(reference.indexOf("#") + 1) : "";
    const raw = valueAt(this.document, written);
    const isDynamic = keyword === "$dynamicRef" && isObject(raw) && raw.$dynamicAnchor === anchor;
    const pointer = isDynamic ? (node.scope.get(anchor) ?? written) : written;
    return this.#keep(node, keyword, this.#nodeIn(pointer, this.#entered(node.scope, pointer)));
  }

  /**
   * Returns the pointer of a reference's target. Throws `DocumentError` for an external or broken reference.
   */
  pointerOf(reference: unknown, from = ""): string {
    return this.#references.resolve(reference, from);
  }

  /** Resolves the `$ref` of an OpenAPI object (not a schema); returns the target with its pointer. */
  follow(pointer: string): { readonly pointer: string; readonly value: JsonObject } {
    let here = pointer;
    let from = pointer;
    for (let hops = 0; hops < 50; hops += 1) {
      const value = valueAt(this.document, here);
      if (!isObject(value)) throw new DocumentError(`there is no object at #${here}`, from);
      if (value.$ref === undefined) return { pointer: here, value };
      from = append(here, "$ref");
      here = this.#followed(value.$ref, from);
    }
    throw new DocumentError("the reference leads round in a circle", append(pointer, "$ref"));
  }

  #followed(reference: unknown, from: string): string {
    try {
      return this.pointerOf(reference);
    } catch (error) {
      throw error instanceof DocumentError ? new DocumentError(error.reason, from) : error;
    }
  }

  /** Returns the name of a keyword in the document: `dependencies` of draft-07 became two keywords. */
  writtenName({ pointer }: SchemaNode, keyword: string): string {
    if (!keyword.startsWith("dependent")) return keyword;
    const raw = valueAt(this.document, pointer);
    return isObject(raw) && !Object.hasOwn(raw, keyword) ? "dependencies" : keyword;
  }

  #keep(node: SchemaNode, name: string, child: SchemaNode): SchemaNode {
    this.#children.set(node, (this.#children.get(node) ?? new Map<string, SchemaNode>()).set(name, child));
    return child;
  }

  // The outermost schema that declares an anchor wins.
  #entered(scope: Scope, pointer: string): Scope {
    const anchors = this.#references.dynamicAnchorsAt(pointer);
    if ([...anchors.keys()].every((anchor) => scope.has(anchor))) return scope;
    const entered = new Map([...anchors, ...scope]);
    const text = JSON.stringify([...entered].sort());
    const known = this.#scopes.get(text) ?? { id: this.#scopes.size, scope: entered };
    this.#scopes.set(text, known);
    return known.scope;
  }

  #nodeIn(pointer: string, scope: Scope): SchemaNode {
    const id = [...this.#scopes.values()].find((known) => known.scope === scope)?.id ?? 0;
    const key = id === 0 ? pointer : `${pointer}~scope-${id}`;
    const known = this.#nodes.get(key);
    if (known) return known;
    const node = { key, scope, ...this.#read(pointer) };
    this.#nodes.set(key, node);
    return node;
  }

  #read(pointer: string): Omit<SchemaNode, "key" | "scope"> {
    const raw = valueAt(this.document, pointer);
    const plain = { pointer, raw: isObject(raw) ? raw : {}, problems: [], isOpaque: false, isOmitted: false };
    if (this.#omissions.isOmitted(pointer)) return { ...plain, schema: false, isOmitted: true };
    if (typeof raw === "boolean") return { ...plain, schema: raw };
    if (!isObject(raw)) {
      const reason = raw === undefined ? "there is no schema" : `${JSON.stringify(raw)} is no schema`;
      return { ...plain, schema: true, isOpaque: true, problems: [{ pointer, keyword: "", reason }] };
    }
    const problems: Problem[] = [];
    const kept = Object.entries(withoutDependencies(raw)).filter(([keyword, setting]) => {
      if (!isConstraint(keyword)) return false;
      const reason = settingFault(keyword, setting) ?? this.#referenceFault(keyword, setting, pointer);
      if (reason !== undefined) problems.push({ pointer, keyword, reason });
      return reason === undefined;
    });
    const schema = this.#omissions.withoutRequired(Object.fromEntries(kept), pointer);
    return { ...plain, schema, problems, isOpaque: problems.length > 0 };
  }

  #referenceFault(keyword: string, setting: unknown, pointer: string): string | undefined {
    if (keyword !== "$ref" && keyword !== "$dynamicRef") return undefined;
    try {
      const target = this.pointerOf(setting, pointer);
      const schema = valueAt(this.document, target);
      if (!isObject(schema) && typeof schema !== "boolean") return `there is no schema at #${target}`;
      return this.#loops.isLoop(pointer) ? "it refers to itself without end" : undefined;
    } catch (error) {
      if (error instanceof DocumentError) return error.message;
      throw error;
    }
  }
}

// Draft-07's `dependencies`, which 2020-12 validators still support, combines two current keywords.
function withoutDependencies(raw: JsonObject): JsonObject {
  if (!isObject(raw.dependencies)) return raw;
  const { dependencies, ...others } = raw;
  const lists = entriesOf(dependencies).filter(([, needed]) => Array.isArray(needed));
  const schemas = entriesOf(dependencies).filter(([, needed]) => !Array.isArray(needed));
  return {
    ...others,
    ...(lists.length > 0
      ? { dependentRequired: Object.fromEntries(lists.map(([name, all]) => [name, stringsOf(all)])) }
      : {}),
    ...(schemas.length > 0 ? { dependentSchemas: Object.fromEntries(schemas) } : {}),
  };
}
