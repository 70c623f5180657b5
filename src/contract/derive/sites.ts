import type { Context, Step } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";

/** A schema that applies to a part of a value, and the shortest routes to it. */
export interface Site {
  readonly node: SchemaNode;
  readonly routes: readonly (readonly Step[])[];
}

const ROUTES = 3;

/**
 * Returns every schema that is reachable from a root, each once, with some of the routes to it.
 */
export function sitesOf(context: Context, root: SchemaNode): readonly Site[] {
  return reach(context, root, () => true).sites;
}

/** Returns the schemas that validate the same value as the root, and the schemas of its properties and items. */
export function localSitesOf(
  context: Context,
  root: SchemaNode,
): { readonly sites: readonly Site[]; readonly exits: readonly Site[] } {
  return reach(context, root, (descends) => !descends);
}

type Reached = Map<string, { node: SchemaNode; routes: (readonly Step[])[] }>;

function reach(
  context: Context,
  root: SchemaNode,
  enters: (descends: boolean) => boolean,
): { readonly sites: readonly Site[]; readonly exits: readonly Site[] } {
  const sites: Reached = new Map();
  const exits: Reached = new Map();
  const queue: { readonly node: SchemaNode; readonly route: readonly Step[] }[] = [{ node: root, route: [] }];
  for (const { node, route } of queue) {
    if (!add(sites, node, route)) continue;
    for (const { keyword, place } of context.places(node)) {
      keyword.children?.(place).forEach((child, index) => {
        const next = [...route, { keyword: keyword.name, child: index }];
        if (enters(child.descends)) queue.push({ node: child.node, route: next });
        else add(exits, child.node, next);
      });
    }
  }
  return { sites: [...sites.values()], exits: [...exits.values()] };
}

function add(reached: Reached, node: SchemaNode, route: readonly Step[]): boolean {
  const known = reached.get(node.key) ?? { node, routes: [] };
  reached.set(node.key, known);
  if (known.routes.length >= ROUTES) return false;
  known.routes.push(route);
  return true;
}
