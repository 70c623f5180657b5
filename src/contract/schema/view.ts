import { type JsonObject } from "../../shared/json.ts";
import { Oracle } from "./oracle.ts";
import type { Direction } from "./omissions.ts";
import { Source } from "./source.ts";

/** A document as it is read in one direction, and ajv over it. */
export interface View {
  readonly source: Source;
  readonly oracle: Oracle;
}

/**
 * The ways in which a document is read: for requests without `readOnly` properties, for responses without `writeOnly`
 * ones.
 */
export class Views {
  readonly whole: View;
  readonly #directed = new Map<Direction, View>();

  constructor(document: JsonObject) {
    this.whole = viewOf(new Source(document));
  }

  /** Returns the view for values at a location; a callback is neither, since documents disagree on who sends it. */
  at(location: string): View {
    if (location === "callback") return this.whole;
    return this.directed(location.startsWith("response:") ? "response" : "request");
  }

  /** Returns the view of a direction. Shared with the whole document when nothing is marked. */
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
