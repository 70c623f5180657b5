import type { Step } from "../build/requirement.ts";
import type { SchemaNode } from "../schema/source.ts";
import type { Context } from "../schema/context.ts";

/** A schema that a value meets on its way, and the shortest ways that lead there. */
export interface Site {
  readonly node: SchemaNode;
  readonly routes: readonly (readonly Step[])[];
}

const ROUTES = 3;

/** Every schema that can be reached from a root, each once, however often it recurs, with a few of the ways there. */
export function sitesOf(context: Context, root: SchemaNode): readonly Site[] {
  const sites = new Map<string, { node: SchemaNode; routes: (readonly Step[])[] }>();
  const queue: { readonly node: SchemaNode; readonly route: readonly Step[] }[] = [{ node: root, route: [] }];
  for (const { node, route } of queue) {
    const site = sites.get(node.pointer) ?? { node, routes: [] };
    sites.set(node.pointer, site);
    if (site.routes.length >= ROUTES) continue;
    site.routes.push(route);
    for (const [keyword, place] of context.places(node)) {
      keyword
        .children?.(place)
        .forEach((child, index) =>
          queue.push({ node: child.node, route: [...route, { keyword: keyword.name, child: index }] }),
        );
    }
  }
  return [...sites.values()];
}
