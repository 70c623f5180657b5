import { type Json } from "../../openapi/json.ts";
import { canonicalText } from "../../shared/json.ts";
import type { Finding, Level, Counterexample } from "../finding.ts";
import type { Repair } from "./cause.ts";
import type { Node } from "./leaves.ts";
import type { Forms } from "./forms.ts";

/** A difference between two schemas; `where` is a JSON pointer from the schema. */
export interface SchemaDifference extends Omit<Finding, "audience" | "also"> {
  /** The same text for the same change of the same schema, wherever it is used. */
  readonly origin: string;
}

/** The part of a difference that is shown. */
export interface Change {
  readonly level: Level;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly message: string;
}

/** What shows a difference: a body, and how to repair the part that changed. */
export interface Proof {
  readonly witness?: Counterexample | undefined;
  readonly repair?: Repair | undefined;
  /** What to say once a body shows that it breaks; undefined when no body can. */
  readonly whenBreaking?: string | undefined;
}

/** Collects the differences of one body, each once. */
export class Differences {
  readonly #forms: Forms;
  readonly #found: SchemaDifference[] = [];
  readonly #known = new Set<string>();
  readonly #proofs = new Map<SchemaDifference, Proof>();

  constructor(forms: Forms) {
    this.#forms = forms;
  }

  /** All differences so far. */
  get all(): readonly SchemaDifference[] {
    return this.#found;
  }

  /** How to repair the part that a difference is about. */
  repairOf(difference: SchemaDifference): Repair | undefined {
    return this.#proofs.get(difference)?.repair;
  }

  /** What to say of a difference once a body shows that it breaks. */
  whenBreaking(difference: SchemaDifference): string | undefined {
    return this.#proofs.get(difference)?.whenBreaking;
  }

  /** Adds a change at a place of a node. */
  add(node: Node, place: string, change: Change, proof: Proof = {}): void {
    const origin = `${this.#forms.key([node.before])} ${this.#forms.key([node.after])} ${place}`;
    this.put({ ...change, where: node.pointer + place, witness: proof.witness, origin }, proof);
  }

  /** Adds a difference. */
  put(difference: SchemaDifference, proof: Proof = {}): void {
    const { where, message, after } = difference;
    const key = `${where} ${message} ${canonicalText(after)}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#found.push(difference);
    this.#proofs.set(difference, proof);
  }
}

/** The differences of pairs of schemas that were compared before, by a key; places are told from the pair. */
export class Memory {
  readonly #kept = new Map<string, readonly SchemaDifference[]>();

  /** What was found before, unless it left something open that another body may show. */
  recall(key: string): readonly SchemaDifference[] | undefined {
    return this.#kept.get(key);
  }

  /** Keeps the differences found inside the pair at a pointer. */
  keep(key: string, pointer: string, differences: readonly SchemaDifference[]): void {
    const inside = differences.map((one) => ({ ...one, where: one.where.slice(pointer.length) }));
    this.#kept.set(key, inside);
  }
}
