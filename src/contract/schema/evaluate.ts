import { type JsonObject } from "../../shared/json.ts";
import type { Check, Context, Place, Seen } from "./keyword.ts";
import { keyOf } from "./keyword.ts";
import type { SchemaNode } from "./node.ts";
import { DocumentError } from "./problems.ts";

/** A constraint, or with an empty keyword a whole schema, with a forced outcome. */
export interface Forced {
  readonly key: string;
  readonly ok: boolean;
}

/** Options of an evaluation. */
export interface EvaluateOptions {
  readonly forced?: Forced | undefined;
  /** Called with every constraint that was evaluated, and how many schemas deep. */
  readonly onConstraint?: (key: string, ok: boolean, depth: number) => void;
  /** Called with every schema that applies to a value. */
  readonly onSchema?: (node: SchemaNode) => void;
  /** Called with every schema that accepted a value. */
  readonly onAccepted?: (node: SchemaNode, value: unknown) => void;
}

const DEEPEST = 300;

/**
 * Returns whether a schema accepts a value (JSON Schema 2020-12), optionally with a forced outcome of one constraint.
 * If the two forced outcomes give different results for a value, that constraint alone decides it.
 */
export function evaluate(context: Context, node: SchemaNode, value: unknown, options: EvaluateOptions = {}): boolean {
  const { forced } = options;
  const end = forced?.key.lastIndexOf("#") ?? 0;
  const aimed = forced && { node: forced.key.slice(0, end), keyword: forced.key.slice(end + 1), ok: forced.ok };
  const isThorough = options.onConstraint !== undefined || options.onSchema !== undefined;
  return run({ context, options, aimed, isThorough }, node, value, newSeen(), 0);
}

interface Evaluation {
  readonly context: Context;
  readonly options: EvaluateOptions;
  readonly aimed: { readonly node: string; readonly keyword: string; readonly ok: boolean } | undefined;
  /** Whether a listener needs every outcome, so that evaluation must not stop early. */
  readonly isThorough: boolean;
}

function newSeen(): Seen {
  return { names: new Set(), indexes: new Set() };
}

function run(evaluation: Evaluation, node: SchemaNode, value: unknown, seen: Seen, depth: number): boolean {
  if (depth > DEEPEST) throw new DocumentError(`the schema at #${node.pointer} refers to itself without end`);
  evaluation.context.steps.take();
  evaluation.options.onSchema?.(node);
  if (evaluation.aimed?.keyword === "" && evaluation.aimed.node === node.key) return evaluation.aimed.ok;
  if (typeof node.schema === "boolean") return node.schema;
  let ok = true;
  for (const { keyword, place } of evaluation.context.places(node)) {
    if (keyword.isEvaluatedElsewhere) continue;
    const level = new Level(evaluation, keyword.name, place, value, seen, depth);
    if (level.note(keyword.name, keyword.check(level))) continue;
    if (!evaluation.isThorough) return false;
    ok = false;
  }
  if (ok) evaluation.options.onAccepted?.(node, value);
  return ok;
}

// A class instead of closures for each value: a search evaluates hundreds of thousands of times.
class Level implements Check {
  readonly context: Context;
  readonly node: SchemaNode;
  readonly schema: JsonObject;
  readonly setting: unknown;
  readonly value: unknown;
  readonly seen: Seen;
  readonly #evaluation: Evaluation;
  readonly #depth: number;
  readonly #keyword: string;

  constructor(
    evaluation: Evaluation,
    keyword: string,
    { node, schema, setting }: Place,
    value: unknown,
    seen: Seen,
    depth: number,
  ) {
    this.#evaluation = evaluation;
    this.#depth = depth;
    this.#keyword = keyword;
    this.context = evaluation.context;
    this.node = node;
    this.schema = schema;
    this.setting = setting;
    this.value = value;
    this.seen = seen;
  }

  get mayStopEarly(): boolean {
    const { isThorough, aimed } = this.#evaluation;
    return !isThorough && !(aimed?.keyword === this.#keyword && aimed.node === this.node.key);
  }

  accepts(child: SchemaNode, part: unknown): boolean {
    return run(this.#evaluation, child, part, newSeen(), this.#depth + 1);
  }

  inPlace(child: SchemaNode): boolean {
    const inner = newSeen();
    const ok = run(this.#evaluation, child, this.value, inner, this.#depth + 1);
    if (ok) merge(this.seen, inner);
    return ok;
  }

  note(keyword: string, found: boolean): boolean {
    const { aimed, options } = this.#evaluation;
    const isAimed = aimed?.keyword === keyword && aimed.node === this.node.key;
    const ok = isAimed ? aimed.ok : found;
    options.onConstraint?.(keyOf(this.node.key, keyword), ok, this.#depth);
    return ok;
  }
}

function merge(seen: Seen, inner: Seen): void {
  for (const name of inner.names) seen.names.add(name);
  for (const index of inner.indexes) seen.indexes.add(index);
}
