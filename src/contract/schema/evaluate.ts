import type { JsonObject } from "./json.ts";
import type { Check, Place, Seen } from "./keyword.ts";
import { keyOf } from "./keyword.ts";
import { DocumentError, type SchemaNode } from "./source.ts";
import type { Context } from "./context.ts";

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
 * Whether a schema accepts a value (JSON Schema 2020-12), with the outcome of one constraint forced on requirement. A value for which
 * the verdict differs between the two forced outcomes is decided by that constraint alone.
 */
export function evaluate(context: Context, node: SchemaNode, value: unknown, options: EvaluateOptions = {}): boolean {
  return run({ context, options }, node, value, newSeen(), 0);
}

interface Task {
  readonly context: Context;
  readonly options: EvaluateOptions;
}

function newSeen(): Seen {
  return { names: new Set(), indexes: new Set() };
}

function run(task: Task, node: SchemaNode, value: unknown, seen: Seen, depth: number): boolean {
  if (depth > DEEPEST) throw new DocumentError(`the schema at #${node.pointer} refers to itself without end`);
  if (typeof node.schema === "boolean") return node.schema;
  let ok = true;
  for (const [keyword, place] of task.context.places(node)) {
    if (keyword.isJudgedElsewhere) continue;
    const level = new Level(task, place, value, seen, depth);
    if (!level.note(keyword.name, keyword.check(level))) ok = false;
  }
  if (ok) task.options.onAccepted?.(node, value);
  return ok;
}

// A search evaluates some hundred thousand times: methods of a class, and not closures for each value.
class Level implements Check {
  readonly context: Context;
  readonly node: SchemaNode;
  readonly schema: JsonObject;
  readonly setting: unknown;
  readonly value: unknown;
  readonly seen: Seen;
  readonly #task: Task;
  readonly #depth: number;

  constructor(task: Task, { node, schema, setting }: Place, value: unknown, seen: Seen, depth: number) {
    this.#task = task;
    this.#depth = depth;
    this.context = task.context;
    this.node = node;
    this.schema = schema;
    this.setting = setting;
    this.value = value;
    this.seen = seen;
  }

  accepts(child: SchemaNode, part: unknown): boolean {
    return run(this.#task, child, part, newSeen(), this.#depth + 1);
  }

  inPlace(child: SchemaNode): boolean {
    const inner = newSeen();
    const ok = run(this.#task, child, this.value, inner, this.#depth + 1);
    if (ok) merge(this.seen, inner);
    return ok;
  }

  note(keyword: string, found: boolean): boolean {
    const { forced, onConstraint } = this.#task.options;
    if (!forced && !onConstraint) return found;
    const key = keyOf(this.node.pointer, keyword);
    const ok = forced?.key === key ? forced.ok : found;
    onConstraint?.(key, ok, this.#depth);
    return ok;
  }
}

function merge(seen: Seen, inner: Seen): void {
  for (const name of inner.names) seen.names.add(name);
  for (const index of inner.indexes) seen.indexes.add(index);
}
