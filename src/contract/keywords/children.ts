import type { Shape } from "../build/shape.ts";
import type { Child, Place, Variant } from "../schema/keyword.ts";

/** The ways to meet and break a keyword that consists of subschemas: each subschema accepts, each refuses. */
export function throughChildren({ world }: Place, children: readonly Child[]): readonly Variant[] {
  return children.flatMap((child): readonly Variant[] => [
    {
      side: "hold",
      why: `accepted by ${child.node.pointer}`,
      apply: (shape) => child.enter(shape, { kind: "hold", node: child.node }),
    },
    ...(world.acceptsAll(child.node)
      ? []
      : [
          {
            side: "break",
            why: `refused by ${child.node.pointer}`,
            apply: (shape: Shape) => child.enter(shape, { kind: "fail", node: child.node }),
          } as const,
        ]),
  ]);
}

/** Whether one of a keyword's subschemas can refuse anything. */
export function anyConstrains({ world }: Place, children: readonly Child[]): boolean {
  return children.some(({ node }) => !world.acceptsAll(node));
}
