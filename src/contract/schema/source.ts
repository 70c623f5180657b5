import { entriesOf, isObject, type JsonObject } from "./json.ts";
import { join, valueAt } from "./pointer.ts";

/** A schema and where it stands in the document. */
export interface SchemaNode {
  /** JSON pointer of the schema in the document. */
  readonly pointer: string;
  readonly schema: boolean | JsonObject;
}

/** Raised when a document cannot be read as one: a reference that leads nowhere or out of it, a schema that is none. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
}

/** A document whose schemas are reached by pointer and by local reference. */
export class Source {
  readonly document: JsonObject;
  readonly #nodes = new Map<string, SchemaNode>();
  // Pointers are long, and children are asked for at every step of a search.
  readonly #children = new Map<SchemaNode, Map<string, SchemaNode>>();
  #anchors: ReadonlyMap<string, string> | undefined;

  constructor(document: JsonObject) {
    this.document = document;
  }

  /** The schema at a pointer; throws `DocumentError` when there is none. */
  node(pointer: string): SchemaNode {
    const known = this.#nodes.get(pointer);
    if (known) return known;
    const schema = valueAt(this.document, pointer);
    if (typeof schema !== "boolean" && !isObject(schema)) throw new DocumentError(`no schema at #${pointer}`);
    const node = { pointer, schema };
    this.#nodes.set(pointer, node);
    return node;
  }

  /** A schema inside another schema: what a keyword holds, or what it holds under a key. */
  child(node: SchemaNode, keyword: string, key?: string | number): SchemaNode {
    const name = key === undefined ? keyword : `${keyword}/${key}`;
    const known = this.#children.get(node)?.get(name);
    if (known) return known;
    const child = this.node(key === undefined ? join(node.pointer, keyword) : join(node.pointer, keyword, key));
    this.#children.set(node, (this.#children.get(node) ?? new Map<string, SchemaNode>()).set(name, child));
    return child;
  }

  /** The pointer that a local reference names; throws `DocumentError` for one that leaves the document. */
  pointerOf(reference: unknown): string {
    if (typeof reference !== "string" || !reference.startsWith("#"))
      throw new DocumentError(`${String(reference)} leaves the document`);
    const fragment = decodeURIComponent(reference.slice(1));
    if (fragment === "" || fragment.startsWith("/")) return fragment;
    this.#anchors ??= anchorsOf(this.document);
    const pointer = this.#anchors.get(fragment);
    if (pointer === undefined) throw new DocumentError(`no anchor ${reference}`);
    return pointer;
  }

  /** Follows `$ref` from an OpenAPI object (not a schema) to the object that is meant, with its pointer. */
  follow(pointer: string): { readonly pointer: string; readonly value: JsonObject } {
    let here = pointer;
    for (let hops = 0; hops < 50; hops += 1) {
      const value = valueAt(this.document, here);
      if (!isObject(value)) throw new DocumentError(`no object at #${here}`);
      if (value.$ref === undefined) return { pointer: here, value };
      here = this.pointerOf(value.$ref);
    }
    throw new DocumentError(`the reference at #${pointer} leads round in a circle`);
  }
}

function anchorsOf(document: JsonObject): ReadonlyMap<string, string> {
  const anchors = new Map<string, string>();
  const visit = (value: unknown, pointer: string): void => {
    if (Array.isArray(value)) value.forEach((element, index) => visit(element, join(pointer, index)));
    for (const [key, member] of entriesOf(value)) {
      if ((key === "$anchor" || key === "$dynamicAnchor") && typeof member === "string") anchors.set(member, pointer);
      else visit(member, join(pointer, key));
    }
  };
  visit(document, "");
  return anchors;
}
