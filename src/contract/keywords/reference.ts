import type { Child, Keyword, Place } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/source.ts";
import { anyConstrains, throughChildren } from "./children.ts";

/** `$ref`, with whatever stands beside it (2020-12 core, section 8.2.3.1). */
export const REF: Keyword = reference("$ref");

/** `$dynamicRef`, read as a reference to the anchor in this document (2020-12 core, section 8.2.3.2). */
export const DYNAMIC_REF: Keyword = reference("$dynamicRef");

function reference(name: string): Keyword {
  return {
    name,
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
