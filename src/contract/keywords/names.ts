import { isObject } from "../schema/json.ts";
import type { Child, Keyword, Place } from "../schema/keyword.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** `propertyNames` (2020-12 core, section 10.3.2.4). */
export const PROPERTY_NAMES: Keyword = {
  name: "propertyNames",
  constrains: (place) => anyConstrains(place, nameChildren(place)),
  check: (check) => {
    const node = check.context.source.child(check.node, "propertyNames");
    return !isObject(check.value) || Object.keys(check.value).every((name) => check.accepts(node, name));
  },
  hold: (constraints, { context, node }) => {
    constraints.object.nameRequirements.push({ kind: "hold", node: context.source.child(node, "propertyNames") });
    constraints.note("object");
  },
  children: nameChildren,
  variants: (place) => throughChildren(place, nameChildren(place)),
};

function nameChildren(place: Place): readonly Child[] {
  return [
    {
      node: place.context.source.child(place.node, "propertyNames"),
      enter: (constraints, inner) => {
        constraints.restrict("object");
        constraints.object.guests.push({ fits: () => true, patterns: [], requirements: [], nameRequirements: [inner] });
      },
    },
  ];
}
