import type { ConstraintRef, ContractCase, CoverageRow, Derivation, Location } from "./case.ts";
import { findingsOf, type Finding } from "./derive/results.ts";
import { nameOf, requirementOf } from "./derive/presence.ts";
import { collectSamples } from "./derive/samples.ts";
import { operationsOf, type Operation, type Part } from "./operations.ts";
import { planner } from "./request/plan.ts";
import { isObject } from "./schema/json.ts";
import { Oracle } from "./schema/oracle.ts";
import { DocumentError, Source } from "./schema/source.ts";
import { Context } from "./schema/context.ts";

/** How cases are derived. */
export interface DeriveOptions {
  /** Any text or number: the same seed gives the same cases for the same document. Default 1. */
  readonly seed?: string | number;
  /** Which parts of which operations are wanted; all when left out. A part's cases are the same with and without it. */
  readonly only?: (part: Pick<ConstraintRef, "operation" | "location">) => boolean;
}

/**
 * Derives, from any OpenAPI 3.1 document, values on both sides of every constraint of JSON Schema 2020-12 that an operation's
 * parameters, bodies, answers with their headers, and callbacks meet. ajv agrees with every verdict; what cannot be shown is said in `coverage`.
 * References have to stay within the document. Throws `DocumentError` for what is no OpenAPI document.
 */
export function deriveCases(document: unknown, options: DeriveOptions = {}): Derivation {
  if (!isObject(document) || typeof document.openapi !== "string")
    throw new DocumentError("not an OpenAPI document: `openapi` is missing");
  if (!/^3\.[1-9]/.test(document.openapi))
    throw new DocumentError(`OpenAPI ${document.openapi} is not supported: it has to be 3.1`);
  const source = new Source(document);
  const oracle = new Oracle(document);
  const derivation = new Deriver(new Context(source, oracle), oracle, options);
  const operations = operationsOf(source);
  for (const operation of operations) collectSamples(derivation.context, partsOf(operation));
  return merge(operations.map((operation) => derivation.ofOperation(operation)));
}

function partsOf({ parameters, bodies, answers, callbacks }: Operation): readonly Part[] {
  return [...parameters, ...bodies, ...answers, ...callbacks];
}

class Deriver {
  readonly context: Context;
  readonly #oracle: Oracle;
  readonly #seed: string;
  readonly #only: NonNullable<DeriveOptions["only"]>;
  readonly #findings = new Map<string, readonly Finding[]>();

  constructor(context: Context, oracle: Oracle, { seed = 1, only = () => true }: DeriveOptions) {
    this.context = context;
    this.#oracle = oracle;
    this.#seed = String(seed);
    this.#only = only;
  }

  ofOperation(operation: Operation): Derivation {
    const plan = planner(this.context, this.#oracle, operation, this.#seed);
    const wanted = partsOf(operation).filter(({ location }) => this.#only({ operation: operation.name, location }));
    return merge(
      wanted.map((part) => {
        const at = { operation: operation.name, location: part.location };
        const about = {
          root: part.root,
          ...(part.mediaType === undefined ? {} : { mediaType: part.mediaType }),
          ...nameOf(part),
        };
        try {
          const { cases, coverage } = merge(
            this.#findingsUnder(part.root).map((finding) => asCases(at, about, finding)),
          );
          const required = requirementOf(this.#oracle, at, part);
          return plan({ cases: [...cases, ...required.cases], coverage: [...coverage, ...required.coverage] }, part);
        } catch (error) {
          if (!(error instanceof DocumentError)) throw error;
          return { cases: [], coverage: unreadable(at, part.root, error.message) };
        }
      }),
    );
  }

  // One component stands in many answers: its findings are the same everywhere.
  #findingsUnder(root: string): readonly Finding[] {
    const node = this.context.source.node(root);
    const target = isObject(node.schema) && Object.keys(node.schema).length === 1 ? node.schema.$ref : undefined;
    const key = target === undefined ? root : this.context.source.pointerOf(target);
    const known = this.#findings.get(key);
    if (known && target === undefined) return known;
    const findings =
      known ??
      findingsOf({
        context: this.context,
        root: this.context.source.node(key),
        verdict: this.#oracle.verdict(key),
        seed: this.#seed,
      });
    this.#findings.set(key, findings);
    return target === undefined ? findings : [...referenceFindings(root, findings), ...findings];
  }
}

// A root that is nothing but a reference is shown by what is found for its target.
function referenceFindings(root: string, findings: readonly Finding[]): readonly Finding[] {
  const all = findings.flatMap(({ witnesses }) => witnesses);
  const witnesses = [true, false].flatMap((valid) => all.filter((witness) => witness.valid === valid).slice(0, 1));
  const sides = (["accepted", "refused"] as const)
    .filter((side) => findings.some((finding) => finding.sides.some((row) => row.side === side)))
    .map((side) => {
      const covered = witnesses.some(({ valid }) => valid === (side === "accepted"));
      return { side, covered, reason: covered ? "" : "no value was found for the schema that is referred to" };
    });
  return sides.length > 0 ? [{ pointer: root, keyword: "$ref", witnesses, sides }] : [];
}

function asCases(
  at: Pick<ConstraintRef, "operation" | "location">,
  about: Pick<ContractCase, "root" | "mediaType" | "parameter" | "header">,
  { pointer, keyword, witnesses, sides }: Finding,
): Derivation {
  return {
    cases: witnesses.map(({ valid, value, why, besides }): ContractCase => ({
      ...at,
      pointer,
      keyword,
      valid,
      value,
      why: besides.length > 0 ? `${why}; also broken: ${besides.slice(0, 4).join(", ")}` : why,
      ...about,
    })),
    coverage: sides.map((row): CoverageRow => ({ ...at, pointer, keyword, ...row })),
  };
}

function unreadable(
  at: { readonly operation: string; readonly location: Location },
  pointer: string,
  reason: string,
): readonly CoverageRow[] {
  return (["accepted", "refused"] as const).map((side) => ({
    ...at,
    pointer,
    keyword: "",
    side,
    covered: false,
    reason,
  }));
}

function merge(derivations: readonly Derivation[]): Derivation {
  return {
    cases: derivations.flatMap(({ cases }) => cases),
    coverage: derivations.flatMap(({ coverage }) => coverage),
  };
}
