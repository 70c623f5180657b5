import { type JsonObject } from "../../shared/json.ts";
import { Oracle } from "./oracle.ts";
import type { Direction } from "./omissions.ts";
import { Source } from "./source.ts";

/** A document for one direction, with its ajv validators. */
export interface View {
  readonly source: Source;
  readonly oracle: Oracle;
}

/**
 * The views of a document: for requests without `readOnly` properties, for responses without `writeOnly` ones.
 */
export class Views {
  readonly whole: View;
  readonly #directed = new Map<Direction, View>();

  constructor(document: JsonObject) {
    this.whole = viewOf(new Source(document));
  }

  /**
   * Returns the view for values at a location. A callback has no direction, since documents disagree on who sends it.
   */
  at(location: string): View {
    if (location === "callback") return this.whole;
    return this.directed(location.startsWith("response:") ? "response" : "request");
  }

  /** Returns the view of a direction, which is the whole document when no property is omitted. */
  directed(direction: Direction): View {
    const known = this.#directed.get(direction);
    if (known) return known;
    const { source } = this.whole;
    const view = source.marks(direction) ? viewOf(source.viewed(direction)) : this.whole;
    this.#directed.set(direction, view);
    return view;
  }
}

function viewOf(source: Source): View {
  return { source, oracle: new Oracle(source) };
}
