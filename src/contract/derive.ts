import { type JsonObject } from "../shared/json.ts";
import type { ConstraintRef, Derivation } from "./case.ts";
import { LocalSearch } from "./derive/local.ts";
import { resolved } from "./derive/reuse.ts";
import { nameOf, requirementOf } from "./derive/presence.ts";
import { resultsUnder, type RootResults } from "./derive/results.ts";
import { asCases, mergeDerivations, referenceResult, unread, unreadable } from "./derive/rows.ts";
import { collectSamples } from "./derive/samples.ts";
import { SchemaContext } from "./keywords/context.ts";
import { checkVersion } from "./open.ts";
import { operationsOf, partsOf, type Operation, type Part } from "./operations.ts";
import { exampleCases } from "./derive/examples.ts";
import { Planner } from "./request/plan.ts";
import { upgraded } from "./upgraded.ts";
import type { SchemaNode } from "./schema/node.ts";
import { DocumentError } from "./schema/problems.ts";
import { StepBudget } from "./schema/steps.ts";
import { Views, type View } from "./schema/view.ts";

/** Options for deriving cases. */
export interface DeriveOptions {
  /**
   * Any text or number: the same seed gives the same cases for the same document.
   * @default 1
   */
  readonly seed?: string | number;
  /**
   * Selects parts of operations. The selection does not change the cases of a part.
   * @default all
   */
  readonly only?: (part: Pick<ConstraintRef, "operation" | "location">) => boolean;
  /**
   * Milliseconds after which the search stops; `coverage` lists what was not reached.
   * @default no limit
   */
  readonly timeLimit?: number;
}

/** The cases and the coverage of a part of an operation, and the progress of the derivation. */
export interface DerivedPart extends Derivation {
  /** Method and path, as in `ConstraintRef`. */
  readonly operation: string;
  /** The part of the operation. */
  readonly location: string;
  /** Number of derived parts, this one included. */
  readonly done: number;
  /** How many parts there are. */
  readonly total: number;
}

/**
 * Derives cases from an OpenAPI document (3.0, 3.1 or 3.2): values on both sides of every JSON Schema 2020-12
 * constraint of the operations' parameters, bodies, responses with their headers, and callbacks. ajv confirms the
 * expected result of every case. `coverage` lists the sides without a case, and `problems` the parts that cannot be
 * read.
 * @throws DocumentError for a value that is no OpenAPI document of these versions.
 * @example
 * const { cases, coverage } = deriveCases(document);
 */
export function deriveCases(document: unknown, options: DeriveOptions = {}): Derivation {
  return mergeDerivations([...deriveParts(document, options)]);
}

/**
 * Derives cases part by part, so that they can be shown or sent before the derivation ends.
 * @throws DocumentError as `deriveCases` does.
 * @example
 * for (const { cases, done, total } of deriveParts(document)) console.log(done, total, cases.length);
 */
export function* deriveParts(document: unknown, options: DeriveOptions = {}): Generator<DerivedPart> {
  const deriver = new Deriver(upgraded(checkVersion(document)), options);
  yield* deriver.parts();
}

/** The schema of a part, with references resolved. */
interface Root extends ReturnType<typeof resolved> {
  readonly root: SchemaNode;
  /** Cache key of the results for the schema. */
  readonly key: string;
}

class Deriver {
  readonly #views: Views;
  readonly #operations: readonly Operation[];
  readonly #only: NonNullable<DeriveOptions["only"]>;
  readonly #seed: string;
  readonly #isLate: () => boolean;
  readonly #searches = new Map<View, LocalSearch>();
  readonly #results = new Map<string, RootResults>();
  /** How often the results of a schema will still be asked for. */
  readonly #uses = new Map<string, number>();

  constructor(document: JsonObject, { seed = 1, only = () => true, timeLimit = Infinity }: DeriveOptions) {
    this.#views = new Views(document);
    this.#operations = operationsOf(this.#views.whole.source);
    this.#only = only;
    this.#seed = String(seed);
    const end = performance.now() + timeLimit;
    this.#isLate = () => performance.now() > end;
    for (const operation of this.#operations)
      for (const part of partsOf(operation)) collectSamples(this.#searchOf(part).context, [part]);
  }

  *parts(): Generator<DerivedPart> {
    const wanted = this.#operations.map((operation) => ({
      operation,
      parts: partsOf(operation).filter(({ location }) => this.#only({ operation: operation.name, location })),
      unread: operation.unread.filter(({ location }) => this.#only({ operation: operation.name, location })),
    }));
    for (const part of wanted.flatMap(({ parts }) => parts)) this.#countUse(part);
    const total = wanted.reduce((sum, { parts }) => sum + parts.length, 0);
    let done = 0;
    for (const { operation, parts, unread } of wanted) {
      const planner = new Planner(
        this.#views.directed("request"),
        this.#searchOfView(this.#views.directed("request")),
        operation,
      );
      for (const problem of unread)
        yield {
          operation: operation.name,
          location: problem.location,
          done,
          total,
          ...unreadable(operation.name, problem.location, problem),
        };
      for (const part of parts) {
        done += 1;
        const derived = this.#ofPart(operation, part);
        yield {
          operation: operation.name,
          location: part.location,
          done,
          total,
          ...derived,
          cases: planner.plan(derived.cases, part),
        };
      }
    }
  }

  #searchOf(part: Part): LocalSearch {
    return this.#searchOfView(this.#views.at(part.location));
  }

  #searchOfView(view: View): LocalSearch {
    const known = this.#searches.get(view);
    if (known) return known;
    const { source, oracle } = view;
    const search = new LocalSearch(
      new SchemaContext(source, oracle, new StepBudget(this.#isLate)),
      (node) => oracle.validator(node),
      this.#seed,
    );
    this.#searches.set(view, search);
    return search;
  }

  #ofPart(operation: Operation, part: Part): Derivation {
    const at = { operation: operation.name, location: part.location };
    const about = {
      root: part.root,
      ...(part.mediaType === undefined ? {} : { mediaType: part.mediaType }),
      ...nameOf(part),
    };
    const view = this.#views.at(part.location);
    try {
      const { results, problems } = this.#resultsUnder(part);
      const rows = results.map((result) => asCases(at, about, result));
      const examples = exampleCases(view, at, about, part);
      return mergeDerivations([
        ...rows,
        { ...requirementOf(view, at, part), problems: [] },
        examples,
        ...problems.map((one) => unread(at, one)),
      ]);
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      return unreadable(operation.name, part.location, { pointer: error.pointer ?? part.root, reason: error.reason });
    }
  }

  // Many responses may use a component: its results are the same everywhere, and cached until the last use.
  #resultsUnder(part: Part): RootResults {
    const search = this.#searchOf(part);
    const { key, root, node, wrappers } = this.#rootOf(part);
    const known = this.#results.get(key) ?? resultsUnder(search, node);
    const uses = (this.#uses.get(key) ?? 1) - 1;
    this.#uses.set(key, uses);
    if (uses > 0) this.#results.set(key, known);
    else this.#results.delete(key);
    const references = wrappers.map(({ place }) => referenceResult(place.node.pointer, known.results));
    return { results: [...references, ...known.results], problems: [...root.problems, ...known.problems] };
  }

  #rootOf(part: Part): Root {
    const { context, omitsProperties } = this.#searchOf(part);
    const root = context.source.node(part.root);
    const { node, wrappers } = resolved(context, root);
    return {
      root,
      node,
      wrappers,
      key: `${String(omitsProperties)} ${part.location.startsWith("response:")} ${node.key}`,
    };
  }

  // A part that cannot be read is reported when it is derived.
  #countUse(part: Part): void {
    try {
      const { key } = this.#rootOf(part);
      this.#uses.set(key, (this.#uses.get(key) ?? 0) + 1);
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
    }
  }
}
