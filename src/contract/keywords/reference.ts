import type { Child, Keyword, Place } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** `$ref`, with its sibling keywords (2020-12 core, section 8.2.3.1). */
export const REF: Keyword = reference("$ref");

/** `$dynamicRef`, which leads to the outermost schema that declares the anchor (2020-12 core, section 8.2.3.2). */
export const DYNAMIC_REF: Keyword = reference("$dynamicRef");

function reference(name: string): Keyword {
  const target = ({ context, node }: Place): SchemaNode => context.target(node, name);
  const children = (place: Place): readonly Child[] => [
    { node: target(place), descends: false, enter: (constraints, inner) => constraints.add(inner) },
  ];
  return {
    name,
    constrains: (place) => anyConstrains(place, children(place)),
    check: (check) => check.inPlace(target(check)),
    hold: (constraints, place) => constraints.hold(target(place)),
    children,
    variants: (place) => throughChildren(place, children(place)),
  };
}
