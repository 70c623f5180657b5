import { isJsonObject, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { pointerOfFragment, segments, valueAt } from "../../openapi/json-pointer.ts";
import { byLevel, type Finding } from "../finding.ts";
import { ruleOf } from "../rules/rules.ts";
import { malformedSunsets, SUNSET, sunsetOf, sunsetTime } from "./sunset.ts";

/** The two documents of a comparison. */
export interface Documents {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** Rules of removals that require a deprecation first. */
const REMOVALS = new Set([
  "path-removed",
  "operation-removed",
  "parameter-removed",
  "header-removed",
  "property-removed",
]);

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/**
 * Refines removals: without deprecation, before their sunset date, or regular. Adds findings for sunset dates that
 * cannot be parsed or that were moved to an earlier day.
 *
 * @param today The time to compare sunset dates with.
 */
export function withLifecycle(findings: readonly Finding[], documents: Documents, today: Date): Finding[] {
  const follow = followerOf(documents.before);
  const refined = findings.map((finding) => {
    if (REMOVALS.has(ruleOf(finding)) && finding.level !== "compatible") return removal(finding, follow, today);
    return segments(finding.where).at(-1) === SUNSET ? movedDate(finding) : finding;
  });
  const malformed = unreadableDates(documents);
  const isSaid = ({ where, after, level }: Finding): boolean =>
    level === "compatible" && after !== undefined && segments(where).at(-1) === SUNSET && isUnreadable(after);
  const kept = malformed.length === 0 ? refined : refined.filter((finding) => !isSaid(finding));
  return byLevel([...kept, ...malformed]);
}

function isUnreadable(value: Json): boolean {
  return sunsetTime(value) === undefined;
}

type Follow = (value: Json | undefined) => JsonObject;

/** Returns a function that resolves local references of a document; a broken reference resolves to an empty object. */
function followerOf(document: JsonObject): Follow {
  return (value) => {
    let current = value;
    for (let hops = 0; hops < 50 && isJsonObject(current) && typeof current.$ref === "string"; hops += 1)
      current = valueAt(document, pointerOfFragment(current.$ref));
    return isJsonObject(current) ? current : {};
  };
}

function removal(finding: Finding, follow: Follow, today: Date): Finding {
  const rule = ruleOf(finding);
  const thing = follow(finding.before);
  const operations = METHODS.map((method) => own(thing, method)).filter((operation) => operation !== undefined);
  const things =
    rule === "path-removed" ? operations.map((operation) => ({ ...thing, ...follow(operation) })) : [thing];
  if (things.some((one) => !isDeprecated(one, follow)))
    return {
      ...finding,
      rule: `${rule}-without-deprecation`,
      message: `${finding.message}; it was not deprecated before`,
    };
  const dates = things.map((one) => sunsetOf(one, follow)).filter((date) => date !== undefined);
  const unreadable = dates.find(isUnreadable);
  if (unreadable !== undefined) {
    const problem = `its sunset date ${JSON.stringify(unreadable)} cannot be read: write a day such as 2027-01-31`;
    return { ...finding, rule: "sunset-malformed", message: `${finding.message}; ${problem}` };
  }
  const early = dates.find((date) => (sunsetTime(date) ?? 0) > today.getTime());
  if (early === undefined) return { ...finding, message: `${finding.message}; it was deprecated before` };
  const message = `${finding.message}; its sunset date ${JSON.stringify(early)} has not come yet`;
  return { ...finding, rule: `${rule}-before-sunset`, message };
}

function isDeprecated(thing: JsonObject, follow: Follow): boolean {
  return thing.deprecated === true || follow(own(thing, "schema")).deprecated === true;
}

/** Returns findings for dates that were moved to an earlier day: callers rely on an announced date. */
function movedDate(finding: Finding): Finding {
  const { before, after } = finding;
  const old = before === undefined ? undefined : sunsetTime(before);
  const next = after === undefined ? undefined : sunsetTime(after);
  if (old === undefined || next === undefined || next >= old) return finding;
  const message = `the sunset date was moved to an earlier day, from ${JSON.stringify(before)} to ${JSON.stringify(after)}`;
  return { ...finding, level: "breaking", audience: "callers", rule: "sunset-moved-earlier", message };
}

/** Returns findings for invalid dates of the new document, except those that are the same in the old one. */
function unreadableDates({ before, after }: Documents): Finding[] {
  const old = new Map(malformedSunsets(before).map(({ pointer, value }) => [pointer, JSON.stringify(value)]));
  return malformedSunsets(after)
    .filter(({ pointer, value }) => old.get(pointer) !== JSON.stringify(value))
    .map(({ pointer, value }) => ({
      level: "unproven",
      audience: "callers",
      rule: "sunset-malformed",
      where: pointer,
      before: undefined,
      after: value,
      witness: undefined,
      message: `the sunset date ${JSON.stringify(value)} cannot be read: write a day such as 2027-01-31`,
    }));
}
