import { isObject } from "../../shared/json.ts";
import type { Child, Keyword, Place, Variant } from "../schema/keyword.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** `propertyNames` (2020-12 core, section 10.3.2.4). */
export const PROPERTY_NAMES: Keyword = {
  name: "propertyNames",
  constrains: (place) => anyConstrains(place, nameChildren(place)),
  check: (check) => {
    const node = check.context.child(check.node, "propertyNames");
    return !isObject(check.value) || Object.keys(check.value).every((name) => check.accepts(node, name));
  },
  hold: (constraints, { context, node }) => {
    constraints.object.nameRequirements.push({ kind: "hold", node: context.child(node, "propertyNames") });
    constraints.note("object");
  },
  children: nameChildren,
  variants: (place) => [
    noProperty(place),
    ...throughChildren(place, nameChildren(place)).map((one) => asExtra(place, one)),
  ],
};

// An object without properties has no name that could be rejected.
function noProperty({ context, node }: Place): Variant {
  return {
    side: "hold",
    why: "no property",
    apply: (constraints) => {
      constraints.restrict("object");
      constraints.object.nameRequirements.push({ kind: "hold", node: context.child(node, "propertyNames") });
      constraints.object.most = 0;
    },
    extra: true,
  };
}

// When no name is accepted, only an object without properties is valid.
function asExtra({ context, node }: Place, variant: Variant): Variant {
  const isNever = context.child(node, "propertyNames").schema === false;
  return variant.side === "hold" && isNever ? { ...variant, extra: true } : variant;
}

function nameChildren(place: Place): readonly Child[] {
  return [
    {
      node: place.context.child(place.node, "propertyNames"),
      descends: false,
      enter: (constraints, inner) => {
        constraints.restrict("object");
        constraints.object.guests.push({ fits: () => true, patterns: [], requirements: [], nameRequirements: [inner] });
      },
    },
  ];
}
