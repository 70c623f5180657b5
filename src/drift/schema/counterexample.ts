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
 * Who sends the values: those who rely on the contract (`input`: requests, responses to callbacks) or the API
 * (`output`).
 */
export type Direction = "input" | "output";

/** Syntax of a body: XML, the parts of a form, binary, or anything else, such as JSON. */
export type Syntax = "xml" | "parts" | "bytes" | "other";

/** The two versions of a body, with and without applying `readOnly` and `writeOnly`. */
export interface Bodies {
  readonly forms: Forms;
  readonly direction: Direction;
  readonly syntax: Syntax;
  /** Whether a version requires the value. */
  readonly isRequired: boolean;
  readonly before: Schema;
  readonly after: Schema;
  /** The schemas without applying `readOnly` and `writeOnly`, when that makes a difference. */
  readonly written: { readonly before: Schema; readonly after: Schema } | undefined;
}

const MAX_LOCAL = 60;
const MAX_BODIES = 1500;
/** Maximum number of consecutive bodies that are rejected for another reason. */
const MAX_UNRELATED = 40;

/** Maximum number of repairs of a part: removed, or made valid for both versions or one, small or full. */
const MAX_WAYS = 7;

/** A changed place to find a counterexample for. */
export interface Search {
  readonly path: readonly Step[];
  readonly before: Schema;
  readonly hybrid: Schema;
  /**
   * How to repair the changed part: a body that is still rejected after the repair is no counterexample. Undefined for
   * the whole body.
   */
  readonly repair: Repair | undefined;
}

type Version = "before" | "after";

/**
 * Finds a body that the change at a place breaks. For input, it was accepted and is now rejected; for output, the
 * reverse.
 */
export function findBreakingExample(bodies: Bodies, search: Search): Counterexample | undefined {
  return bodies.direction === "input" ? lost(bodies, search) : gained(bodies, search);
}

/** Finds a body that only one version accepts, for a removed name. */
export function findAnyExample(bodies: Bodies, search: Search): Counterexample | undefined {
  return (
    findBreakingExample(bodies, search) ??
    (bodies.direction === "input" ? gained(bodies, search) : lost(bodies, search))
  );
}

/** Finds a body that the old version accepts and the new one rejects. */
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

/** Finds a body that the new version accepts and the old one rejects. */
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
 * Yields lists of values at the changed place that one local schema accepts and the other rejects, cheapest list first.
 */
function* differing(
  { forms, before, after }: Bodies,
  { path }: Search,
  accepting: Schema,
  rejecting: Schema,
): Generator<Json[], void, undefined> {
  const differ = (values: readonly Json[]): Json[] => {
    const distinct = new Map(values.map((value) => [JSON.stringify(value), value]));
    return [...distinct.values()]
      .filter((value) => forms.accepts([accepting], value) && !forms.accepts([rejecting], value))
      .slice(0, MAX_LOCAL);
  };
  yield differ(directed(forms, [accepting], [rejecting]));
  yield differ([...candidates(forms, [rejecting]), ...candidates(forms, [accepting])]);
  if (path.length === 0) yield differ([...candidates(forms, [before]), ...candidates(forms, [after])]);
}

/** Returns the first counterexample with one of the values, preferably one that does not depend on `readOnly`. */
function firstBody(
  bodies: Bodies,
  { path, repair }: Search,
  lists: Iterable<readonly Json[]>,
  accepting: Version,
  rejecting: Version,
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
        // The body has to break without its new properties, which may be needed to show that nothing else breaks it.
        if (!isProof(bodies, shown[0], accepting, rejecting)) continue;
        const proves = (one: Json): boolean =>
          isCause(bodies, one, repair, rejecting) && isProof(bodies, one, accepting, rejecting);
        const found = shown.find(proves);
        if (found === undefined) {
          unrelated += 1;
          if (unrelated > MAX_UNRELATED) break;
          continue;
        }
        if (asWritten(bodies, found, accepting, rejecting))
          return shrunk(
            found,
            (one) => leadsOn(one, path) && proves(one) && asWritten(bodies, one, accepting, rejecting),
          );
        second = second === undefined ? found : second;
      }
    }
  return second;
}

/** Returns whether a body has the part at a path. */
function leadsOn(body: Json | undefined, path: readonly Step[]): boolean {
  const [step, ...rest] = path;
  if (body === undefined || step === undefined) return body !== undefined;
  if ("item" in step) return isArray(body) && leadsOn(body[step.item], rest);
  return isJsonObject(body) && leadsOn(own(body, step.member), rest);
}

/**
 * Returns the schemas that tried bodies must match: the accepting version, and also both versions when there is a part
 * to repair.
 */
function rootsOf({ before, after }: Bodies, accepting: Version, repair: Repair | undefined): Schema[][] {
  return [[accepting === "before" ? before : after], ...(repair === undefined ? [] : [[before, after]])];
}

/** Yields distinct bodies that contain the values. */
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

/** Returns whether the rejecting version accepts the body after repairing only the changed part. */
function isCause({ forms, ...versions }: Bodies, body: Json, repair: Repair | undefined, rejecting: Version): boolean {
  return repair === undefined || repair(body).some((repaired) => forms.isValid(versions[rejecting], repaired));
}

/** Returns whether a counterexample is rejected only because of the changed part. */
export function shows(bodies: Bodies, { body, refusedBy }: Counterexample, repair: Repair | undefined): boolean {
  return isCause(bodies, body, repair, refusedBy === "old" ? "before" : "after");
}

/** Returns whether a counterexample shows changes that break together: it is accepted once all parts are repaired. */
export function showsTogether(
  bodies: Bodies,
  witness: Counterexample,
  repairs: readonly (Repair | undefined)[],
): boolean {
  const known = repairs.filter((repair) => repair !== undefined);
  return known.length > 1 && shows(bodies, witness, (body) => allRepaired(body, known));
}

/** Returns a body with several parts repaired, all in the same way or in combinations of ways. */
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

function isProof(bodies: Bodies, body: Json, accepting: Version, rejecting: Version): boolean {
  const { forms } = bodies;
  return (
    forms.accepts([bodies[accepting]], body) &&
    !forms.accepts([bodies[rejecting]], body) &&
    forms.isValid(bodies[accepting], body) &&
    !forms.isValid(bodies[rejecting], body)
  );
}

/**
 * Returns whether the body is also a counterexample without applying `readOnly` and `writeOnly`: such an example needs
 * no explanation.
 */
function asWritten({ forms, written }: Bodies, body: Json, accepting: Version, rejecting: Version): boolean {
  return written === undefined || (forms.isValid(written[accepting], body) && !forms.isValid(written[rejecting], body));
}
