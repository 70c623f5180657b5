import type { Variant } from "../schema/keyword.ts";
import type { KeywordPlace } from "../schema/context.ts";
import type { Side } from "../case.ts";
import { decidingWitness, sidingWitness, type SearchContext, type Witness } from "./search.ts";
import { sitesOf, type Site } from "./sites.ts";
import { canonical, isObject } from "../schema/json.ts";

/** All that was found for one constraint under one root. */
export interface Finding {
  readonly pointer: string;
  readonly keyword: string;
  readonly witnesses: readonly Witness[];
  readonly sides: readonly { readonly side: Side; readonly covered: boolean; readonly reason: string }[];
}

/** Witnesses for both sides of every constraint that values of a root schema meet. */
export function findingsOf(searchContext: SearchContext): readonly Finding[] {
  return sitesOf(searchContext.context, searchContext.root).flatMap((site) => [
    ...searchContext.context.places(site.node).map((at) => findingOf(searchContext, site, at)),
    ...unjudgedOf(site),
  ]);
}

/** What a schema asks beyond JSON Schema, so that no case can show it (OpenAPI 3.1, section 4.8.25). */
function unjudgedOf({ node: { pointer, schema } }: Site): readonly Finding[] {
  if (!isObject(schema) || !isObject(schema.discriminator)) return [];
  const reason =
    "JSON Schema ignores it, and so do the cases: no value is derived whose discriminator names another schema than the one it fits";
  return [{ pointer, keyword: "discriminator", witnesses: [], sides: [{ side: "refused", covered: false, reason }] }];
}

function findingOf(searchContext: SearchContext, { node, routes }: Site, at: KeywordPlace): Finding {
  const [keyword, place] = at;
  const canRefuse = keyword.constrains(place);
  const witnesses: Witness[] = [];
  const missed: Variant[] = [];
  for (const variant of searchContext.context.variants(at)) {
    const goal = { routes, at, variant };
    const witness =
      decidingWitness(searchContext, goal) ??
      (variant.extra === true ? undefined : sidingWitness(searchContext, goal, variant.side === "hold"));
    if (witness) witnesses.push(witness);
    else if (variant.extra !== true) missed.push(variant);
  }
  const sides = sidesOf(witnesses, missed, canRefuse);
  return { pointer: node.pointer, keyword: keyword.name, witnesses: withoutRepetition(witnesses), sides };
}

function sidesOf(witnesses: readonly Witness[], missed: readonly Variant[], canRefuse: boolean): Finding["sides"] {
  if (!canRefuse && !witnesses.some(({ valid }) => valid)) return [];
  const sides: readonly Side[] = canRefuse ? ["accepted", "refused"] : ["accepted"];
  return sides.map((side) => {
    const found = witnesses.filter(({ valid }) => valid === (side === "accepted"));
    const isDecided = found.some(({ decides }) => decides);
    const ways = missed.filter((variant) => (variant.side === "hold") === (side === "accepted")).map(({ why }) => why);
    if (found.length === 0) return { side, covered: false, reason: `no value was found that shows it${tried(ways)}` };
    return {
      side,
      covered: true,
      reason: [
        ...(isDecided ? [] : [withHelp(side, found)]),
        ...(ways.length > 0 ? [`not reached${tried(ways)}`] : []),
      ].join("; "),
    };
  });
}

function tried(ways: readonly string[]): string {
  return ways.length > 0 ? ` (tried: ${ways.slice(0, 5).join("; ")})` : "";
}

function withHelp(side: Side, found: readonly Witness[]): string {
  if (side === "accepted")
    return "accepted, but other branches or schemas would accept or refuse the same values without it";
  const besides = [...new Set(found.flatMap((witness) => witness.besides))];
  return besides.length > 0
    ? `cannot be broken alone: also broken are ${besides.slice(0, 4).join(", ")}`
    : "refused, but another schema refuses the same values";
}

function withoutRepetition(witnesses: readonly Witness[]): readonly Witness[] {
  const seen = new Set<string>();
  return witnesses.filter(({ value }) => {
    const text = canonical(value);
    return !seen.has(text) && seen.add(text);
  });
}
