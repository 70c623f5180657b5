import { lengthOf, stringsOf } from "../schema/json.ts";
import { isMet } from "./met.ts";
import { within, type Build, type Built } from "./search.ts";
import type { Requirement } from "../schema/keyword.ts";
import type { Guest } from "./facets.ts";
import type { ValueConstraints } from "./constraints.ts";
import { matchesPattern, patternProbes } from "../schema/pattern.ts";

/** Maximum number of properties of a built object; a higher bound is reported as out of reach. */
export const MOST_MEMBERS = 1100;

/** Builds an object with only the properties that the constraints require; random choices may add some. */
export function buildObject(constraints: ValueConstraints, depth: number, build: Build): Built | undefined {
  const { object, search } = constraints;
  const properties = new Map<string, unknown>();
  const names = neededNames(constraints);
  if (!names || object.least > MOST_MEMBERS) return undefined;
  const place = (name: string, extra: readonly Requirement[]): boolean => {
    const built = within(search, name, () =>
      build([...propertyRequirements(constraints, name), ...extra], search, depth + 1),
    );
    if (built) properties.set(name, built.value);
    return built !== undefined;
  };
  for (const name of names) if (!place(name, [])) return undefined;
  for (const guest of object.guests) {
    const name = nameFor(constraints, guest, properties, build);
    if (name === undefined || !place(name, guest.requirements)) return undefined;
  }
  const wished = Math.min(object.most, Math.max(object.least, object.wish ?? 0));
  const optional = knownNames(constraints).filter((name) => !object.forbidden.has(name));
  for (const name of optional) {
    const isWanted = properties.size < wished || (depth < 4 && search.choices.venture(0.3));
    if (
      isWanted &&
      !isOpaque(constraints, name) &&
      !properties.has(name) &&
      properties.size < object.most &&
      needs(constraints, name).every((need) => properties.has(need))
    )
      place(name, []);
  }
  while (properties.size < wished) {
    const name = nameFor(constraints, { fits: () => true, patterns: [], requirements: [] }, properties, build);
    if (name === undefined || !place(name, [])) return undefined;
  }
  return properties.size <= object.most ? { value: Object.fromEntries(properties) } : undefined;
}

function neededNames(constraints: ValueConstraints): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const queue = [...constraints.object.required];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (constraints.object.forbidden.has(name)) return undefined;
    if (names.has(name)) continue;
    names.add(name);
    queue.push(...needs(constraints, name));
  }
  return new Set([...knownNames(constraints), ...names].filter((name) => names.has(name)));
}

function needs({ object }: ValueConstraints, name: string): readonly string[] {
  return object.dependent.flatMap(([trigger, needed]) => (trigger === name ? needed : []));
}

function knownNames({ object }: ValueConstraints): readonly string[] {
  return [...new Set(object.rules.flatMap(({ names }) => names))];
}

function isEvaluated({ object }: ValueConstraints, name: string): boolean {
  return object.rules.some(({ covers }) => covers(name));
}

// A schema that cannot be read may reject any value.
function isOpaque(constraints: ValueConstraints, name: string): boolean {
  return propertyRequirements(constraints, name).some(({ node }) => node.isOpaque);
}

function propertyRequirements(constraints: ValueConstraints, name: string): readonly Requirement[] {
  const { object } = constraints;
  return [
    ...(object.properties.get(name) ?? []),
    ...object.rules.flatMap(({ requirements }) => requirements(name)),
    ...(isEvaluated(constraints, name) ? [] : object.leftovers.map(({ requirement }) => requirement)),
  ];
}

/** The object that needs a name, and its current properties. */
interface Naming {
  readonly constraints: ValueConstraints;
  readonly guest: Guest<Requirement>;
  readonly taken: ReadonlyMap<string, unknown>;
}

function nameFor(
  constraints: ValueConstraints,
  guest: Guest<Requirement>,
  taken: ReadonlyMap<string, unknown>,
  build: Build,
): string | undefined {
  const { object, search } = constraints;
  const naming: Naming = { constraints, guest, taken };
  const nameRequirements = [...object.nameRequirements, ...(guest.nameRequirements ?? [])];
  const own =
    guest.nameRequirements === undefined ? undefined : stringsOf([build(nameRequirements, search, 12)?.value])[0];
  if (own !== undefined && isUsable(naming, own)) return own;
  for (const name of candidateNames(naming)) {
    if (isUsable(naming, name) && nameRequirements.every((requirement) => isMet(requirement, name, search)))
      return name;
  }
  const rejected: string[] = [];
  for (let tries = 0; nameRequirements.length > 0 && tries < 4; tries += 1) {
    const built = build([...nameRequirements], search, 12, [...taken.keys(), ...object.forbidden, ...rejected]);
    const name = stringsOf([built?.value])[0];
    if (name === undefined) return undefined;
    if (isUsable(naming, name)) return name;
    rejected.push(name);
  }
  return undefined;
}

/** Returns names to try: those that the patterns ask for first, where the guest has patterns of its own. */
function candidateNames({ constraints, guest, taken }: Naming): readonly string[] {
  const count = taken.size;
  const patterns = [...guest.patterns, ...constraints.object.rules.flatMap((rule) => rule.patterns)];
  const matching = [...new Set(patterns)].flatMap((pattern) => [
    ...patternProbes(pattern).accepted.slice(0, 12),
    ...numbered(pattern, count),
  ]);
  const free = ["extra", "x-extra-", "e", "E", "_", ""].map((prefix) => `${prefix}${String(count)}`);
  return guest.patterns.length > 0 ? [...matching, ...free] : [...free, ...matching];
}

function isUsable({ constraints, guest, taken }: Naming, name: string): boolean {
  const { object } = constraints;
  const isTaken = taken.has(name) || object.forbidden.has(name) || object.required.has(name);
  return (
    !isTaken &&
    lengthOf(name) > 0 &&
    name !== "__proto__" &&
    guest.fits(name, (one) => isEvaluated(constraints, one)) &&
    !isClosed(constraints, guest, name)
  );
}

/** Returns whether the properties' own requirements reject every value, so that the name cannot be used. */
function isClosed(constraints: ValueConstraints, guest: Guest<Requirement>, name: string): boolean {
  const { object, search } = constraints;
  const requirements = [
    ...object.rules.flatMap((rule) => rule.requirements(name)),
    ...(isEvaluated(constraints, name) ? [] : object.leftovers.map((one) => one.requirement)),
  ];
  const isSpared = guest.requirements.length > 0 && search.target?.breaks === true;
  return !isSpared && requirements.some(({ kind, node }) => kind === "hold" && node.schema === false);
}

function numbered(pattern: string, count: number): readonly string[] {
  const stems = patternProbes(pattern).accepted.slice(0, 3);
  return stems
    .flatMap((stem) => [`${stem}${String(count)}`, `${stem}a`.padEnd(count + stem.length, "a")])
    .filter((name) => matchesPattern(pattern, name));
}
