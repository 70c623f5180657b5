import type { ContractCase } from "../../src/contract/index.ts";
import { operationsOf } from "../../src/contract/operations.ts";
import { Oracle } from "../../src/contract/schema/oracle.ts";
import { Source } from "../../src/contract/schema/source.ts";
import { SchemaContext } from "../../src/contract/keywords/context.ts";
import { sitesOf } from "../../src/contract/derive/sites.ts";
import { canonicalText, isObject, type JsonObject } from "../../src/shared/json.ts";
import { mutantsAt, type Mutant } from "./operators.ts";

/**
 * Returns the first case of a root that a mutant decides differently from the contract; undefined when there is none.
 */
export type CaseValidator = (mutant: Mutant, root: string, cases: readonly ContractCase[]) => ContractCase | undefined;

/** The roots of each schema, and all mutants of the schemas with a root. */
export interface Plan {
  readonly mutants: readonly Mutant[];
  /** Returns the pointers of the roots that use the schema at a pointer. */
  readonly rootsOf: ReadonlyMap<string, readonly string[]>;
}

/** Plans the mutants of a document, in an order that is the same every time. */
export function planOf(document: JsonObject): Plan {
  const source = new Source(document);
  const context = new SchemaContext(source, new Oracle(source));
  const parts = operationsOf(source).flatMap(({ parameters, bodies, responses, callbacks }) => [
    ...parameters,
    ...bodies,
    ...responses,
    ...callbacks,
  ]);
  const rootsOf = new Map<string, string[]>();
  for (const root of new Set(parts.map((part) => part.root))) {
    for (const { node } of sitesOf(context, source.node(root)))
      rootsOf.set(node.pointer, [...(rootsOf.get(node.pointer) ?? []), root]);
  }
  const mutants = [...rootsOf.keys()].flatMap((pointer) => {
    const { schema } = source.node(pointer);
    return isObject(schema) ? mutantsAt(document, pointer, schema) : [];
  });
  return { mutants, rootsOf };
}

/** Returns the cases of each root, each value once. */
export function casesByRoot(cases: readonly ContractCase[]): ReadonlyMap<string, readonly ContractCase[]> {
  const byRoot = new Map<string, Map<string, ContractCase>>();
  for (const one of cases) {
    const known = byRoot.get(one.root) ?? new Map<string, ContractCase>();
    byRoot.set(one.root, known);
    if (one.value !== undefined) known.set(canonicalText(one.value), one);
  }
  return new Map([...byRoot].map(([root, values]) => [root, [...values.values()]]));
}

/**
 * Returns the first cases of a root that ajv, compiled from the mutant's document, validates otherwise than the
 * contract.
 */
export function differingCases(
  { document }: Mutant,
  root: string,
  cases: readonly ContractCase[],
  most: number,
): readonly ContractCase[] {
  if (cases.length === 0) return [];
  try {
    const source = new Source(document);
    const validate = new Oracle(source).validator(source.node(root));
    const found: ContractCase[] = [];
    for (const one of cases) if (found.length < most && validate(one.value) !== one.valid) found.push(one);
    return found;
  } catch {
    return cases.slice(0, most);
  }
}

/** Validates with ajv, compiled from the mutant's document. Every case detects a mutant that cannot be compiled. */
export const ajvValidator: CaseValidator = (mutant, root, cases) => differingCases(mutant, root, cases, 1)[0];
