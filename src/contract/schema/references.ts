import { append, valueAt } from "../../shared/json-pointer.ts";
import { isObject, type JsonObject } from "../../shared/json.ts";
import { entriesOf } from "./json.ts";
import { DocumentError } from "./problems.ts";

// The keys of these objects are names chosen by the author; all others are keywords.
const NAME_MAPS: ReadonlySet<string> = new Set([
  ...[
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
    "dependencies",
    "dependentRequired",
  ],
  ...[
    "schemas",
    "responses",
    "parameters",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
  ],
  ...["paths", "webhooks", "content", "encoding", "variables"],
]);
// These hold data: an example with a property `$id` declares nothing.
const DATA: ReadonlySet<string> = new Set(["example", "examples", "default", "enum", "const", "value", "dataValue"]);
const DOCUMENT_URI = "https://document.invalid/";

/** Resolves references to pointers by `$id`, `$anchor` and `$dynamicAnchor` (2020-12 core, section 8.2). */
export class References {
  readonly #document: JsonObject;
  /** Pointers of the schemas with an `$id`, by their absolute URI. */
  readonly #resources = new Map<string, string>([[DOCUMENT_URI, ""]]);
  /** Absolute URIs by the pointer of the schema with the `$id`. */
  readonly #bases = new Map<string, string>([["", DOCUMENT_URI]]);
  readonly #anchors = new Map<string, string>();
  readonly #dynamicAnchors = new Map<string, Map<string, string>>();

  constructor(document: JsonObject) {
    this.#document = document;
    this.#visit(document, "", DOCUMENT_URI);
  }

  /**
   * Returns the pointer of a reference's target. Throws `DocumentError` for an external or broken reference.
   */
  resolve(reference: unknown, from: string): string {
    if (typeof reference !== "string")
      throw new DocumentError(`a reference must be a text, not ${JSON.stringify(reference)}`);
    const base = this.#bases.get(this.resourceOf(from)) ?? DOCUMENT_URI;
    if (!URL.canParse(reference, base)) throw new DocumentError(`${reference} is no reference`);
    const url = new URL(reference, base);
    const fragment = decoded(url.hash.slice(1), reference);
    url.hash = "";
    const resource = this.#resources.get(url.href);
    if (resource === undefined)
      throw new DocumentError(
        `${reference} leaves the document; check that the file is there and has this part, or bundle the files first`,
      );
    if (fragment === "" || fragment.startsWith("/")) return this.#inside(resource, fragment, reference);
    const anchored = this.#anchors.get(`${url.href}#${fragment}`);
    if (anchored === undefined) throw new DocumentError(`there is no anchor ${reference}`);
    return anchored;
  }

  /** Returns the pointer of the schema with an `$id` that a place belongs to; empty for the document itself. */
  resourceOf(pointer: string): string {
    if (this.#bases.size === 1) return "";
    for (let end = pointer.length; end > 0; end = pointer.lastIndexOf("/", end - 1))
      if (this.#bases.has(pointer.slice(0, end))) return pointer.slice(0, end);
    return "";
  }

  /** Returns the dynamic anchors of the resource that a place belongs to. */
  dynamicAnchorsAt(pointer: string): ReadonlyMap<string, string> {
    if (this.#dynamicAnchors.size === 0) return NO_ANCHORS;
    return this.#dynamicAnchors.get(this.resourceOf(pointer)) ?? NO_ANCHORS;
  }

  // Authors who give a schema an `$id` often still write pointers from the document's root.
  #inside(resource: string, fragment: string, reference: string): string {
    const found = [`${resource}${fragment}`, fragment].find(
      (pointer) => valueAt(this.#document, pointer) !== undefined,
    );
    if (found === undefined) throw new DocumentError(`there is nothing at ${reference}`);
    return found;
  }

  #visit(value: unknown, pointer: string, base: string): void {
    if (Array.isArray(value)) value.forEach((element, index) => this.#visit(element, append(pointer, index), base));
    if (!isObject(value)) return;
    const own = pointer === "" ? base : this.#declare(value, pointer, base);
    for (const [key, property] of entriesOf(value)) {
      if (DATA.has(key) || key.startsWith("x-")) continue;
      const here = append(pointer, key);
      if (!NAME_MAPS.has(key) || !isObject(property)) this.#visit(property, here, own);
      else for (const [name, named] of entriesOf(property)) this.#visit(named, append(here, name), own);
    }
  }

  #declare({ $id, $anchor, $dynamicAnchor }: JsonObject, pointer: string, base: string): string {
    let own = base;
    if (typeof $id === "string" && URL.canParse($id, base)) {
      own = new URL($id, base).href.replace(/#$/, "");
      if (!this.#resources.has(own)) this.#resources.set(own, pointer);
      this.#bases.set(pointer, own);
    }
    for (const anchor of [$anchor, $dynamicAnchor])
      if (typeof anchor === "string" && !this.#anchors.has(`${own}#${anchor}`))
        this.#anchors.set(`${own}#${anchor}`, pointer);
    if (typeof $dynamicAnchor === "string") {
      const resource = this.resourceOf(pointer);
      const known = this.#dynamicAnchors.get(resource) ?? new Map<string, string>();
      this.#dynamicAnchors.set(resource, known.set($dynamicAnchor, pointer));
    }
    return own;
  }
}

const NO_ANCHORS: ReadonlyMap<string, string> = new Map();

function decoded(fragment: string, reference: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    throw new DocumentError(`${reference} is not percent-encoded as a reference has to be`);
  }
}
