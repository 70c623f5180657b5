import type { NameRule } from "../build/facets.ts";
import type { Shape } from "../build/shape.ts";
import { matches } from "../pattern/compile.ts";
import { isObject } from "../schema/json.ts";
import type { Check, Child, Keyword, Place, Variant } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/source.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** What is special about the cases of a member that `properties` does not list, where others are allowed. */
export const UNLISTED = "a member that is not listed";

/** `properties` (2020-12 core, section 10.3.2.1). */
export const PROPERTIES: Keyword = {
  name: "properties",
  constrains: (place) => anyConstrains(place, propertyChildren(place)),
  check: (check) =>
    eachMember(check, (name) =>
      isListed(check, name) ? check.world.source.child(check.node, "properties", name) : undefined,
    ),
  hold: (shape, place) => holdProperties(shape, place),
  children: propertyChildren,
  variants: (place) => [...throughChildren(place, propertyChildren(place)), ...besides(place)],
};

function namesOf(settings: unknown): readonly string[] {
  return isObject(settings) ? Object.keys(settings) : [];
}

function isListed({ schema }: Place, name: string): boolean {
  return isObject(schema.properties) && Object.hasOwn(schema.properties, name);
}

function eachMember(check: Check, schemaOf: (name: string) => SchemaNode | undefined): boolean {
  if (!isObject(check.value)) return true;
  let ok = true;
  for (const [name, member] of Object.entries(check.value)) {
    const node = schemaOf(name);
    if (!node) continue;
    check.seen.names.add(name);
    if (!check.accepts(node, member)) ok = false;
  }
  return ok;
}

function propertyChildren(place: Place): readonly Child[] {
  return namesOf(place.setting).map((name) => ({
    node: place.world.source.child(place.node, "properties", name),
    enter: (shape, inner) => {
      holdProperties(shape, place, name);
      shape.member(name, inner);
    },
  }));
}

function holdProperties(shape: Shape, { world, node, setting }: Place, except?: string): void {
  const names = namesOf(setting);
  shape.note("object");
  shape.object.rules.push({
    names,
    patterns: [],
    covers: (name) => names.includes(name),
    demands: (name) =>
      names.includes(name) && name !== except
        ? [{ kind: "hold", node: world.source.child(node, "properties", name) }]
        : [],
  });
}

// The list of properties closes nothing by itself: an empty object, and an unknown member, are as good as the rest lets them be.
function besides(place: Place): readonly Variant[] {
  const names = namesOf(place.setting);
  const bare: Variant = {
    side: "hold",
    why: "none of the optional members",
    apply: (shape) => {
      shape.restrict("object");
      holdProperties(shape, place);
      for (const name of names) if (!shape.object.required.has(name)) shape.object.forbidden.add(name);
    },
    extra: true,
  };
  const unknown: Variant = {
    side: "hold",
    why: UNLISTED,
    apply: (shape) => {
      shape.restrict("object");
      holdProperties(shape, place);
      shape.object.guests.push({ fits: (name) => !names.includes(name), patterns: [], demands: [] });
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
        eachMember(check, (name) =>
          matches(pattern, name) ? check.world.source.child(check.node, "patternProperties", pattern) : undefined,
        ),
      )
      .every(Boolean),
  hold: (shape, place) => holdPatterns(shape, place),
  children: patternChildren,
  variants: (place) => throughChildren(place, patternChildren(place)),
};

function patternChildren(place: Place): readonly Child[] {
  return namesOf(place.setting).map((pattern) => ({
    node: place.world.source.child(place.node, "patternProperties", pattern),
    enter: (shape, inner) => {
      const plain = (name: string): boolean => matches(pattern, name) && !isListed(place, name);
      holdPatterns(shape, place, pattern);
      shape.restrict("object");
      shape.object.guests.push({ fits: plain, patterns: [pattern], demands: [inner] });
    },
  }));
}

function holdPatterns(shape: Shape, place: Place, except?: string): void {
  const patterns = namesOf(place.setting);
  shape.note("object");
  shape.object.rules.push(patternRule(place, patterns, except));
}

// The subschema that is aimed at is left out for all names that match it: only the guest has one.
function patternRule({ world, node }: Place, patterns: readonly string[], except: string | undefined): NameRule {
  const matching = (name: string): readonly string[] => patterns.filter((pattern) => matches(pattern, name));
  return {
    names: [],
    patterns,
    covers: (name) => matching(name).length > 0,
    demands: (name) =>
      matching(name)
        .filter((pattern) => pattern !== except)
        .map((pattern) => ({ kind: "hold", node: world.source.child(node, "patternProperties", pattern) })),
  };
}

/** `additionalProperties` (2020-12 core, section 10.3.2.3). */
export const ADDITIONAL_PROPERTIES: Keyword = {
  name: "additionalProperties",
  constrains: (place) => anyConstrains(place, additionalChildren(place)),
  check: (check) =>
    eachMember(check, (name) =>
      isAdditional(check, name) ? check.world.source.child(check.node, "additionalProperties") : undefined,
    ),
  hold: (shape, place) => holdAdditional(shape, place, true),
  children: additionalChildren,
  variants: (place) => {
    const through = throughChildren(place, additionalChildren(place));
    if (place.setting !== false) return through;
    return [
      { side: "hold", why: "only members that are listed", apply: (shape) => closed(shape, place) },
      ...through.filter(({ side }) => side === "break"),
    ];
  },
};

function isAdditional(place: Place, name: string): boolean {
  return !isListed(place, name) && !namesOf(place.schema.patternProperties).some((pattern) => matches(pattern, name));
}

function closed(shape: Shape, place: Place): void {
  shape.restrict("object");
  holdAdditional(shape, place, true);
}

function holdAdditional(shape: Shape, place: Place, demanding: boolean): void {
  const node = place.world.source.child(place.node, "additionalProperties");
  shape.note("object");
  shape.object.rules.push({
    names: [],
    patterns: [],
    covers: (name) => isAdditional(place, name),
    demands: (name) => (demanding && isAdditional(place, name) ? [{ kind: "hold", node }] : []),
  });
}

function additionalChildren(place: Place): readonly Child[] {
  return [
    {
      node: place.world.source.child(place.node, "additionalProperties"),
      enter: (shape, inner) => {
        shape.restrict("object");
        holdAdditional(shape, place, false);
        shape.object.guests.push({ fits: (name) => isAdditional(place, name), patterns: [], demands: [inner] });
      },
    },
  ];
}
