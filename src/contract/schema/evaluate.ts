import type { Check, Seen } from "./keyword.ts";
import { keyOf } from "./keyword.ts";
import { DocumentError, type SchemaNode } from "./source.ts";
import type { World } from "./world.ts";

/** A constraint whose outcome is given instead of found out. */
export interface Forced {
  readonly key: string;
  readonly ok: boolean;
}

/** What to do differently while evaluating. */
export interface EvaluateOptions {
  readonly forced?: Forced | undefined;
  /** Told of every constraint that was judged, and how many schemas deep. */
  readonly onConstraint?: (key: string, ok: boolean, depth: number) => void;
  /** Told of every schema that accepted a value. */
  readonly onAccepted?: (node: SchemaNode, value: unknown) => void;
}

const DEEPEST = 300;

/**
 * Whether a schema accepts a value (JSON Schema 2020-12), with the outcome of one constraint forced on demand. A value for which
 * the verdict differs between the two forced outcomes is decided by that constraint alone.
 */
export function evaluate(world: World, node: SchemaNode, value: unknown, options: EvaluateOptions = {}): boolean {
  return run(world, options, node, value, newSeen(), 0);
}

function newSeen(): Seen {
  return { names: new Set(), indexes: new Set() };
}

function run(world: World, options: EvaluateOptions, node: SchemaNode, value: unknown, seen: Seen, depth: number): boolean {
  if (depth > DEEPEST) throw new DocumentError(`the schema at #${node.pointer} refers to itself without end`);
  if (typeof node.schema === "boolean") return node.schema;
  const note = (keyword: string, found: boolean): boolean => {
    const key = keyOf(node.pointer, keyword);
    const ok = options.forced?.key === key ? options.forced.ok : found;
    options.onConstraint?.(key, ok, depth);
    return ok;
  };
  const accepts: Check["accepts"] = (child, part) => run(world, options, child, part, newSeen(), depth + 1);
  const inPlace: Check["inPlace"] = (child) => {
    const inner = newSeen();
    const ok = run(world, options, child, value, inner, depth + 1);
    if (ok) merge(seen, inner);
    return ok;
  };
  let ok = true;
  for (const [keyword, place] of world.places(node)) {
    if (keyword.isJudgedElsewhere) continue;
    const { setting, schema } = place;
    if (!note(keyword.name, keyword.check({ world, node, schema, setting, value, seen, accepts, inPlace, note }))) ok = false;
  }
  if (ok) options.onAccepted?.(node, value);
  return ok;
}

function merge(seen: Seen, inner: Seen): void {
  for (const name of inner.names) seen.names.add(name);
  for (const index of inner.indexes) seen.indexes.add(index);
}
