import type { Witness } from "../finding.ts";
import { canonicalText, type Json } from "../json.ts";
import type { Schema } from "../scope.ts";
import { bodiesWith, withoutNewMembers, type Step } from "./bodies.ts";
import { candidates } from "./candidates.ts";
import { directed } from "./directed.ts";
import type { Forms } from "./normal.ts";

/** Who writes the values: those who rely on the contract (`input`: requests, answers to callbacks) or the API (`output`). */
export type Direction = "input" | "output";

/** The two versions of one body, with and without the reading of `readOnly` and `writeOnly`. */
export interface Bodies {
  readonly forms: Forms;
  readonly direction: Direction;
  readonly before: Schema;
  readonly after: Schema;
  /** The schemas as they are written, when the direction changes what is required. */
  readonly written: { readonly before: Schema; readonly after: Schema } | undefined;
}

const MAX_LOCAL = 60;
const MAX_BODIES = 1500;

/** A body that the change at a place breaks: accepted before and refused after for input, the other way round for output. */
export function breakingWitness(bodies: Bodies, path: readonly Step[], before: Schema, hybrid: Schema): Witness | undefined {
  return bodies.direction === "input" ? lost(bodies, path, before, hybrid) : gained(bodies, path, before, hybrid);
}

/** A body that only one version accepts, whichever it is: for a name that vanished. */
export function anyWitness(bodies: Bodies, path: readonly Step[], before: Schema, hybrid: Schema): Witness | undefined {
  return breakingWitness(bodies, path, before, hybrid)
    ?? (bodies.direction === "input" ? gained(bodies, path, before, hybrid) : lost(bodies, path, before, hybrid));
}

/** A body that the old version accepts and the new one refuses. */
function lost(bodies: Bodies, path: readonly Step[], before: Schema, hybrid: Schema): Witness | undefined {
  const found = firstBody(bodies, path, differing(bodies, path, before, hybrid), bodies.before, (body) => judged(bodies, body, "before", "after"), (body) =>
    bodies.direction === "input" ? withoutNewMembers(bodies.forms, body, [bodies.before], [bodies.after]) : body);
  return found === undefined ? undefined : { body: found, acceptedBy: "old", refusedBy: "new" };
}

/** A body that the new version accepts and the old one refuses. */
function gained(bodies: Bodies, path: readonly Step[], before: Schema, hybrid: Schema): Witness | undefined {
  const found = firstBody(bodies, path, differing(bodies, path, hybrid, before), bodies.after, (body) => judged(bodies, body, "after", "before"), (body) => body);
  return found === undefined ? undefined : { body: found, acceptedBy: "new", refusedBy: "old" };
}

/** Lists of values at the changed place that the one local schema accepts and the other refuses, the cheapest list first. */
function* differing({ forms, before, after }: Bodies, path: readonly Step[], accepting: Schema, refusing: Schema): Generator<Json[], void, undefined> {
  const differ = (values: readonly Json[]): Json[] => {
    const distinct = new Map(values.map((value) => [canonicalText(value), value]));
    return [...distinct.values()].filter((value) => forms.accepts([accepting], value) && !forms.accepts([refusing], value)).slice(0, MAX_LOCAL);
  };
  yield differ(directed(forms, [accepting], [refusing]));
  yield differ([...candidates(forms, [refusing]), ...candidates(forms, [accepting])]);
  if (path.length === 0) yield differ([...candidates(forms, [before]), ...candidates(forms, [after])]);
}

/** The first witness among the bodies that hold the values, one that needs no word on `readOnly` before any other. */
function firstBody(
  bodies: Bodies, path: readonly Step[], lists: Iterable<readonly Json[]>, root: Schema, isWitness: (body: Json) => boolean, reduce: (body: Json) => Json,
): Json | undefined {
  let second: Json | undefined;
  for (const values of lists) {
    let tried = 0;
    for (const body of values.length === 0 ? [] : bodiesWith(bodies.forms, [root], path, values)) {
      if ((tried += 1) > MAX_BODIES) break;
      const reduced = reduce(body);
      if (!isWitness(reduced)) continue;
      if (asWritten(bodies, reduced, root)) return reduced;
      second = second === undefined ? reduced : second;
    }
  }
  return second;
}

function judged(bodies: Bodies, body: Json, accepting: "before" | "after", refusing: "before" | "after"): boolean {
  const { forms } = bodies;
  return forms.accepts([bodies[accepting]], body) && !forms.accepts([bodies[refusing]], body)
    && forms.judge(bodies[accepting], body) && !forms.judge(bodies[refusing], body);
}

/** True when the schemas as they are written judge the body alike: such a witness convinces without a word on `readOnly`. */
function asWritten({ forms, written, before }: Bodies, body: Json, root: Schema): boolean {
  if (written === undefined) return true;
  const [accepting, refusing] = root === before ? [written.before, written.after] : [written.after, written.before];
  return forms.judge(accepting, body) && !forms.judge(refusing, body);
}
