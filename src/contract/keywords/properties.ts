import { isObject } from "../../shared/json.ts";
import type { NameRule } from "../build/facets.ts";
import { matchesPattern } from "../schema/pattern.ts";
import type { Check, Child, Constraints, Keyword, Place, Requirement, Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** Description of cases with a property that `properties` does not list, where others are allowed. */
export const UNLISTED = "a property that is not listed";

/** `properties` (2020-12 core, section 10.3.2.1). */
export const PROPERTIES: Keyword = {
  name: "properties",
  constrains: (place) => anyConstrains(place, propertyChildren(place)),
  check: (check) =>
    eachProperty(check, (name) =>
      isListed(check, name) ? check.context.child(check.node, "properties", name) : undefined,
    ),
  hold: (constraints, place) => holdProperties(constraints, place),
  children: propertyChildren,
  variants: (place) => [...throughChildren(place, propertyChildren(place)), ...besides(place)],
};

function namesOf(settings: unknown): readonly string[] {
  return isObject(settings) ? Object.keys(settings) : [];
}

function isListed({ schema }: Place, name: string): boolean {
  return isObject(schema.properties) && Object.hasOwn(schema.properties, name);
}

function eachProperty(check: Check, schemaOf: (name: string) => SchemaNode | undefined): boolean {
  if (!isObject(check.value)) return true;
  let ok = true;
  for (const [name, property] of Object.entries(check.value)) {
    const node = schemaOf(name);
    if (!node) continue;
    check.seen.names.add(name);
    if ((ok || !check.mayStopEarly) && !check.accepts(node, property)) ok = false;
  }
  return ok;
}

function propertyChildren(place: Place): readonly Child[] {
  return namesOf(place.setting).map((name) => ({
    node: place.context.child(place.node, "properties", name),
    descends: true,
    enter: (constraints, inner) => {
      holdProperties(constraints, place, name);
      constraints.property(name, inner);
    },
  }));
}

function holdProperties(constraints: Constraints, { context, node, setting }: Place, except?: string): void {
  const names = namesOf(setting);
  constraints.note("object");
  constraints.object.rules.push({
    names,
    patterns: [],
    covers: (name) => names.includes(name),
    requirements: (name) =>
      names.includes(name) && name !== except ? [{ kind: "hold", node: context.child(node, "properties", name) }] : [],
  });
}

// `properties` alone allows an empty object and unknown properties; other keywords decide about them.
function besides(place: Place): readonly Variant[] {
  const names = namesOf(place.setting);
  const bare: Variant = {
    side: "hold",
    why: "none of the optional properties",
    apply: (constraints) => {
      constraints.restrict("object");
      holdProperties(constraints, place);
      for (const name of names) if (!constraints.object.required.has(name)) constraints.object.forbidden.add(name);
    },
    extra: true,
  };
  const unknown: Variant = {
    side: "hold",
    why: UNLISTED,
    apply: (constraints) => {
      constraints.restrict("object");
      holdProperties(constraints, place);
      constraints.object.guests.push({ fits: (name) => !names.includes(name), patterns: [], requirements: [] });
    },
    extra: true,
  };
  return [bare, unknown];
}

/** `patternProperties` (2020-12 core, section 10.3.2.2). */
export const PATTERN_PROPERTIES: Keyword = {
  name: "patternProperties",
  constrains: (place) => anyConstrains(place, patternChildren(place)),
  check: (check) =>
    namesOf(check.setting)
      .map((pattern) =>
        eachProperty(check, (name) =>
          matchesPattern(pattern, name) ? check.context.child(check.node, "patternProperties", pattern) : undefined,
        ),
      )
      .every(Boolean),
  hold: (constraints, place) => holdPatterns(constraints, place),
  children: patternChildren,
  variants: (place) => throughChildren(place, patternChildren(place)),
};

function patternChildren(place: Place): readonly Child[] {
  return namesOf(place.setting).map((pattern) => ({
    node: place.context.child(place.node, "patternProperties", pattern),
    descends: true,
    enter: (constraints, inner) => {
      const plain = (name: string): boolean => matchesPattern(pattern, name) && !isListed(place, name);
      holdPatterns(constraints, place, pattern);
      constraints.restrict("object");
      constraints.object.guests.push({ fits: plain, patterns: [pattern], requirements: [inner] });
    },
  }));
}

function holdPatterns(constraints: Constraints, place: Place, except?: string): void {
  const patterns = namesOf(place.setting);
  constraints.note("object");
  constraints.object.rules.push(patternRule(place, patterns, except));
}

// Omits the target subschema for all names that match it, except the added property.
function patternRule(
  { context, node }: Place,
  patterns: readonly string[],
  except: string | undefined,
): NameRule<Requirement> {
  const matching = (name: string): readonly string[] => patterns.filter((pattern) => matchesPattern(pattern, name));
  return {
    names: [],
    patterns,
    covers: (name) => matching(name).length > 0,
    requirements: (name) =>
      matching(name)
        .filter((pattern) => pattern !== except)
        .map((pattern) => ({ kind: "hold", node: context.child(node, "patternProperties", pattern) })),
  };
}

/** `additionalProperties` (2020-12 core, section 10.3.2.3). */
export const ADDITIONAL_PROPERTIES: Keyword = {
  name: "additionalProperties",
  constrains: (place) => anyConstrains(place, additionalChildren(place)),
  check: (check) =>
    eachProperty(check, (name) =>
      isAdditional(check, name) ? check.context.child(check.node, "additionalProperties") : undefined,
    ),
  hold: (constraints, place) => holdAdditional(constraints, place, true),
  children: additionalChildren,
  variants: (place) => {
    const through = throughChildren(place, additionalChildren(place));
    if (place.setting !== false) return through;
    return [
      { side: "hold", why: "only properties that are listed", apply: (constraints) => closed(constraints, place) },
      ...through.filter(({ side }) => side === "break"),
    ];
  },
};

function isAdditional(place: Place, name: string): boolean {
  return (
    !isListed(place, name) && !namesOf(place.schema.patternProperties).some((pattern) => matchesPattern(pattern, name))
  );
}

function closed(constraints: Constraints, place: Place): void {
  constraints.restrict("object");
  holdAdditional(constraints, place, true);
}

function holdAdditional(constraints: Constraints, place: Place, isRequired: boolean): void {
  const node = place.context.child(place.node, "additionalProperties");
  constraints.note("object");
  constraints.object.rules.push({
    names: [],
    patterns: [],
    covers: (name) => isAdditional(place, name),
    requirements: (name) => (isRequired && isAdditional(place, name) ? [{ kind: "hold", node }] : []),
  });
}

function additionalChildren(place: Place): readonly Child[] {
  return [
    {
      node: place.context.child(place.node, "additionalProperties"),
      descends: true,
      enter: (constraints, inner) => {
        constraints.restrict("object");
        holdAdditional(constraints, place, false);
        constraints.object.guests.push({
          fits: (name) => isAdditional(place, name),
          patterns: [],
          requirements: [inner],
        });
      },
    },
  ];
}
