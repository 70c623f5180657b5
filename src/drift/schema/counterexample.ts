import type { Counterexample } from "../finding.ts";
import { isArray, isJsonObject, own, type Json } from "../../openapi/json.ts";
import type { Schema } from "../scope.ts";
import { bodiesWith, withoutNewMembers, type Step } from "./bodies.ts";
import { candidates } from "./candidates.ts";
import type { Repair } from "./cause.ts";
import { directed } from "./directed.ts";
import type { Forms } from "./forms.ts";
import { shrunk } from "./shrink.ts";

/**
 * Who writes the values: those who rely on the contract (`input`: requests, responses to callbacks) or the API
 * (`output`).
 */
export type Direction = "input" | "output";

/**
 * How a body is written: as XML, as the parts of a form, as bytes that are no text, or as anything else, such as JSON.
 */
export type Syntax = "xml" | "parts" | "bytes" | "other";

/** The two versions of one body, with and without the reading of `readOnly` and `writeOnly`. */
export interface Bodies {
  readonly forms: Forms;
  readonly direction: Direction;
  readonly syntax: Syntax;
  /** Whether a version demands the value as a whole. */
  readonly isRequired: boolean;
  readonly before: Schema;
  readonly after: Schema;
  /** The schemas as they are written, when the direction changes what is required. */
  readonly written: { readonly before: Schema; readonly after: Schema } | undefined;
}

const MAX_LOCAL = 60;
const MAX_BODIES = 1500;
/** Bodies that turn out to be rejected because of something else are tried no oftener than this in a row. */
const MAX_UNRELATED = 40;

/** In so many ways a part is repaired at most: taken out, or put right for both versions or one, small or full. */
const MAX_WAYS = 7;

/** A changed place, and what is to be shown of it. */
export interface Search {
  readonly path: readonly Step[];
  readonly before: Schema;
  readonly hybrid: Schema;
  /**
   * How to repair the part in question: a body that is rejected all the same shows nothing. Undefined for a body as a
   * whole.
   */
  readonly repair: Repair | undefined;
}

type Version = "before" | "after";

/**
 * A body that the change at a place breaks: accepted before and rejected after for input, the other way round for
 * output.
 */
export function findBreakingExample(bodies: Bodies, search: Search): Counterexample | undefined {
  return bodies.direction === "input" ? lost(bodies, search) : gained(bodies, search);
}

/** A body that only one version accepts, whichever it is: for a name that vanished. */
export function findAnyExample(bodies: Bodies, search: Search): Counterexample | undefined {
  return (
    findBreakingExample(bodies, search) ??
    (bodies.direction === "input" ? gained(bodies, search) : lost(bodies, search))
  );
}

/** A body that the old version accepts and the new one rejects. */
function lost(bodies: Bodies, search: Search): Counterexample | undefined {
  const found = firstBody(
    bodies,
    search,
    differing(bodies, search, search.before, search.hybrid),
    "before",
    "after",
    (body) =>
      bodies.direction === "input" ? withoutNewMembers(bodies.forms, body, [bodies.before], [bodies.after]) : body,
  );
  return found === undefined ? undefined : { body: found, acceptedBy: "old", refusedBy: "new" };
}

/** A body that the new version accepts and the old one rejects. */
function gained(bodies: Bodies, search: Search): Counterexample | undefined {
  const found = firstBody(
    bodies,
    search,
    differing(bodies, search, search.hybrid, search.before),
    "after",
    "before",
    (body) => body,
  );
  return found === undefined ? undefined : { body: found, acceptedBy: "new", refusedBy: "old" };
}

/**
 * Lists of values at the changed place that the one local schema accepts and the other rejects, the cheapest list
 * first.
 */
function* differing(
  { forms, before, after }: Bodies,
  { path }: Search,
  accepting: Schema,
  refusing: Schema,
): Generator<Json[], void, undefined> {
  const differ = (values: readonly Json[]): Json[] => {
    const distinct = new Map(values.map((value) => [JSON.stringify(value), value]));
    return [...distinct.values()]
      .filter((value) => forms.accepts([accepting], value) && !forms.accepts([refusing], value))
      .slice(0, MAX_LOCAL);
  };
  yield differ(directed(forms, [accepting], [refusing]));
  yield differ([...candidates(forms, [refusing]), ...candidates(forms, [accepting])]);
  if (path.length === 0) yield differ([...candidates(forms, [before]), ...candidates(forms, [after])]);
}

/** The first witness among the bodies that hold the values, one that needs no word on `readOnly` before any other. */
function firstBody(
  bodies: Bodies,
  { path, repair }: Search,
  lists: Iterable<readonly Json[]>,
  accepting: Version,
  refusing: Version,
  reduce: (body: Json) => Json,
): Json | undefined {
  let second: Json | undefined;
  for (const values of lists)
    for (const root of rootsOf(bodies, accepting, repair)) {
      let unrelated = 0;
      for (const body of bodiesAround(bodies, root, path, values)) {
        bodies.forms.budget.spend();
        if (!bodies.forms.isValid(bodies[accepting], body)) continue;
        const shown = [reduce(body), body] as const;
        // What new properties hold must not be what breaks; they may be needed to show that nothing else does.
        if (!isProof(bodies, shown[0], accepting, refusing)) continue;
        const proves = (one: Json): boolean =>
          isCause(bodies, one, repair, refusing) && isProof(bodies, one, accepting, refusing);
        const found = shown.find(proves);
        if (found === undefined) {
          unrelated += 1;
          if (unrelated > MAX_UNRELATED) break;
          continue;
        }
        if (asWritten(bodies, found, accepting, refusing))
          return shrunk(
            found,
            (one) => leadsOn(one, path) && proves(one) && asWritten(bodies, one, accepting, refusing),
          );
        second = second === undefined ? found : second;
      }
    }
  return second;
}

/** True when a body has the part to which a path leads. */
function leadsOn(body: Json | undefined, path: readonly Step[]): boolean {
  const [step, ...rest] = path;
  if (body === undefined || step === undefined) return body !== undefined;
  if ("item" in step) return isArray(body) && leadsOn(body[step.item], rest);
  return isJsonObject(body) && leadsOn(own(body, step.member), rest);
}

/**
 * What the bodies that are tried must be valid for: the accepting version, and both versions when there is something
 * else to tell apart.
 */
function rootsOf({ before, after }: Bodies, accepting: Version, repair: Repair | undefined): Schema[][] {
  return [[accepting === "before" ? before : after], ...(repair === undefined ? [] : [[before, after]])];
}

/** Different bodies that hold the values. */
function* bodiesAround(
  { forms }: Bodies,
  root: readonly Schema[],
  path: readonly Step[],
  values: readonly Json[],
): Generator<Json, void, undefined> {
  const seen = new Set<string>();
  let tried = 0;
  for (const body of values.length === 0 ? [] : bodiesWith(forms, root, path, values)) {
    tried += 1;
    if (tried > MAX_BODIES) return;
    const text = JSON.stringify(body);
    if (!seen.has(text)) yield body;
    seen.add(text);
  }
}

/** True when the rejecting version accepts the body as soon as the part in question is repaired, and nothing else. */
function isCause({ forms, ...versions }: Bodies, body: Json, repair: Repair | undefined, refusing: Version): boolean {
  return repair === undefined || repair(body).some((repaired) => forms.isValid(versions[refusing], repaired));
}

/** True when a witness shows a change by the part in question and by nothing else. */
export function shows(bodies: Bodies, { body, refusedBy }: Counterexample, repair: Repair | undefined): boolean {
  return isCause(bodies, body, repair, refusedBy === "old" ? "before" : "after");
}

/** True when a witness shows changes that break together: it is accepted once all of the parts are repaired. */
export function showsTogether(
  bodies: Bodies,
  witness: Counterexample,
  repairs: readonly (Repair | undefined)[],
): boolean {
  const known = repairs.filter((repair) => repair !== undefined);
  return known.length > 1 && shows(bodies, witness, (body) => allRepaired(body, known));
}

/** A body with several parts repaired: all in the same way, or in some of the ways in which they can be. */
function allRepaired(body: Json, repairs: readonly Repair[]): Json[] {
  const alike = Array.from({ length: MAX_WAYS }, (_, way) =>
    repairs.reduce((one, repair) => {
      const ways = repair(one);
      return ways[way] ?? ways.at(-1) ?? one;
    }, body),
  );
  const mixed = repairs.reduce<Json[]>(
    (all, repair) => all.flatMap((one) => [one, ...repair(one)]).slice(-MAX_UNRELATED),
    [body],
  );
  return [...alike, ...mixed];
}

function isProof(bodies: Bodies, body: Json, accepting: Version, refusing: Version): boolean {
  const { forms } = bodies;
  return (
    forms.accepts([bodies[accepting]], body) &&
    !forms.accepts([bodies[refusing]], body) &&
    forms.isValid(bodies[accepting], body) &&
    !forms.isValid(bodies[refusing], body)
  );
}

/**
 * True when the schemas as they are written validate the body alike: such an example convinces without a word on
 * `readOnly`.
 */
function asWritten({ forms, written }: Bodies, body: Json, accepting: Version, refusing: Version): boolean {
  return written === undefined || (forms.isValid(written[accepting], body) && !forms.isValid(written[refusing], body));
}
