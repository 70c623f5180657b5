import { type Json } from "../../openapi/json.ts";
import { canonicalText } from "../../shared/json.ts";
import type { Finding, Level, Counterexample } from "../finding.ts";
import type { Repair } from "./cause.ts";
import type { Node } from "./leaves.ts";
import type { Forms } from "./forms.ts";

/** A difference between two schemas; `where` is a JSON pointer from the schema. */
export interface SchemaDifference extends Omit<Finding, "audience" | "also"> {
  /** Identifies the change of a schema that is used at several places. */
  readonly origin: string;
}

/** The visible part of a difference. */
export interface Change {
  readonly level: Level;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly message: string;
}

/** A counterexample of a difference, and how to repair the changed part. */
export interface Proof {
  readonly witness?: Counterexample | undefined;
  readonly repair?: Repair | undefined;
  /** The message once a counterexample is found; undefined when none is possible. */
  readonly whenBreaking?: string | undefined;
}

/** Collects the differences of a body without duplicates. */
export class Differences {
  readonly #forms: Forms;
  readonly #found: SchemaDifference[] = [];
  readonly #known = new Set<string>();
  readonly #proofs = new Map<SchemaDifference, Proof>();

  constructor(forms: Forms) {
    this.#forms = forms;
  }

  /** Returns all collected differences. */
  get all(): readonly SchemaDifference[] {
    return this.#found;
  }

  /** Returns how to repair the part of a difference. */
  repairOf(difference: SchemaDifference): Repair | undefined {
    return this.#proofs.get(difference)?.repair;
  }

  /** Returns the message of a difference once a counterexample is found. */
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

/** Caches the differences of compared pairs of schemas by a key, with places relative to the pair. */
export class Memory {
  readonly #kept = new Map<string, readonly SchemaDifference[]>();

  /** Returns the cached differences, unless they are undecided and another body may decide them. */
  recall(key: string): readonly SchemaDifference[] | undefined {
    return this.#kept.get(key);
  }

  /** Caches the differences inside the pair at a pointer. */
  keep(key: string, pointer: string, differences: readonly SchemaDifference[]): void {
    const inside = differences.map((one) => ({ ...one, where: one.where.slice(pointer.length) }));
    this.#kept.set(key, inside);
  }
}
