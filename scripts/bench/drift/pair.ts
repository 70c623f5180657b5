// What a pair is, and where in the base document the pairs edit.
import type { Level } from "../../../src/drift/finding.ts";
import type { Edit } from "./edit.ts";

/** One edit of the base document: the worst level of the change, and of the change taken back. */
export interface Pair {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly there: Level;
  readonly back: Level;
}

/** Makes a pair of a name, the worst level of the change, that of the change taken back, and the edits. */
export function pair(name: string, there: Level, back: Level, ...edits: Edit[]): Pair {
  return { name, there, back, edits };
}

/** JSON pointer of the operation of the base document that the pairs edit. */
export const OPERATION = "/paths/~1orders/post";

/** JSON pointer of its successful response. */
export const RESPONSE = `${OPERATION}/responses/200`;
