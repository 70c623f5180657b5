// The type of a pair, and the places of the base document that pairs edit.
import type { Level } from "../../../src/drift/finding.ts";
import type { Edit } from "./edit.ts";

/** An edit of the base document, with the worst level of the change and of its reversal. */
export interface Pair {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly there: Level;
  readonly back: Level;
}

/** Creates a pair. `there` is the worst level of the change, `back` that of its reversal. */
export function pair(name: string, there: Level, back: Level, ...edits: Edit[]): Pair {
  return { name, there, back, edits };
}

/** JSON pointer of the operation that pairs edit. */
export const OPERATION = "/paths/~1orders/post";

/** JSON pointer of its successful response. */
export const RESPONSE = `${OPERATION}/responses/200`;
