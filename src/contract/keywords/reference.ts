import type { Child, Keyword, Place } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** `$ref`, with whatever stands beside it (2020-12 core, section 8.2.3.1). */
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
<<<<<<< HEAD
    constrains: (place) => anyConstrains(place, targets(place)),
    check: (check) => check.inPlace(targetOf(check)),
    hold: (constraints, place) => constraints.hold(targetOf(place)),
    children: targets,
    variants: (place) => throughChildren(place, targets(place)),
  };
}

function targetOf({ context, setting }: Place): SchemaNode {
  return context.source.node(context.source.pointerOf(setting));
}

function targets(place: Place): readonly Child[] {
  return [{ node: targetOf(place), enter: (constraints, inner) => constraints.add(inner) }];
}
=======
    constrains: (place) => anyConstrains(place, children(place)),
    check: (check) => check.inPlace(target(check)),
    hold: (constraints, place) => constraints.hold(target(place)),
    children,
    variants: (place) => throughChildren(place, children(place)),
  };
}
>>>>>>> contract
