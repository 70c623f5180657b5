import type { Child, Constraints, Place, Variant } from "../schema/keyword.ts";

/** Returns the ways to satisfy and violate a keyword with subschemas: each subschema accepts, each rejects. */
export function throughChildren({ context }: Place, children: readonly Child[]): readonly Variant[] {
  return children.flatMap((child): readonly Variant[] => [
    {
      side: "hold",
      why: `accepted by ${child.node.pointer}`,
      apply: (constraints) => child.enter(constraints, { kind: "hold", node: child.node }),
    },
    ...(context.acceptsAll(child.node)
      ? []
      : [
          {
            side: "break",
            why: `rejected by ${child.node.pointer}`,
            apply: (constraints: Constraints) => child.enter(constraints, { kind: "fail", node: child.node }),
          } as const,
        ]),
  ]);
}

/** Returns whether one of a keyword's subschemas can reject anything. */
export function anyConstrains({ context }: Place, children: readonly Child[]): boolean {
  return children.some(({ node }) => !context.acceptsAll(node));
}
