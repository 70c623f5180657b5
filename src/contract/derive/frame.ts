import type { Step } from "../schema/keyword.ts";
import { keyOf } from "../schema/keyword.ts";
import type { SchemaNode } from "../schema/node.ts";
import { attempt, isDecided, newProgress, STEPS, type SearchContext } from "./search.ts";
import { evaluate } from "../schema/evaluate.ts";
import type { Site } from "./sites.ts";

/** Path of a part of a value: names and indexes. */
export type Path = readonly (string | number)[];

/** A value with a slot: the schema of a property or an item validates the value in the slot. */
export interface Frame {
  readonly value: unknown;
  readonly path: Path;
  /** Steps from the root to the schema of the slot. */
  readonly steps: readonly Step[];
  /** Whether that schema decides about the whole value. */
  readonly decides: boolean;
}

const DECIDING = [0, 0.3, 0.6];
const ACCEPTED = [0, 0.4];

/** The frame of a root: its slot is the whole value. */
export const WHOLE: Frame = { value: undefined, path: [], steps: [], decides: true };

/** Searches for a value of a root with a slot whose schema decides, or at least applies. */
export function frameFor(searchContext: SearchContext, exit: Site): Frame | undefined {
  return searchContext.context.steps.within(STEPS, () => searchFrame(searchContext, exit));
}

function searchFrame(searchContext: SearchContext, exit: Site): Frame | undefined {
  for (const mode of ["decide", "accept"] as const) {
    for (const wildness of mode === "decide" ? DECIDING : ACCEPTED) {
      for (const steps of exit.routes) {
        const frame = frameAt(searchContext, exit.node, steps, mode, wildness);
        if (frame) return frame;
      }
    }
  }
  return undefined;
}

function frameAt(
  { context, root, seed, validate }: SearchContext,
  node: SchemaNode,
  steps: readonly Step[],
  mode: "decide" | "accept",
  wildness: number,
): Frame | undefined {
  const key = keyOf(node.key, "");
  const progress = newProgress();
  const built = attempt({
    context,
    seed: `${seed} ${root.key} ${node.key} ${mode} ${wildness}`,
    from: root,
    steps,
    goal: { keyword: undefined },
    target: { key, breaks: false },
    mode,
    wildness,
    progress,
  });
  if (!built || !progress.hole) return undefined;
  const decides = isDecided(context, root, built.value, key);
  if (mode === "decide" ? !decides : !evaluate(context, root, built.value)) return undefined;
  if (evaluate(context, root, built.value) !== validate(built.value)) return undefined;
  return { value: built.value, path: progress.hole, steps, decides };
}

/** Returns a frame in the slot of another. */
export function inside(outer: Frame, inner: Frame): Frame {
  return {
    value: put(outer, inner.value),
    path: [...outer.path, ...inner.path],
    steps: [...outer.steps, ...inner.steps],
    decides: outer.decides && inner.decides,
  };
}

/** Returns the value of a frame with a part in its slot; the rest is shared with the frame. */
export function put({ value, path }: Pick<Frame, "value" | "path">, part: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return part;
  if (Array.isArray(value)) {
    const items = value as readonly unknown[];
    return items.map((item, index) => (index === key ? put({ value: item, path: rest }, part) : item));
  }
  const properties = value as Readonly<Record<string, unknown>>;
  return { ...properties, [key]: put({ value: properties[key], path: rest }, part) };
}
