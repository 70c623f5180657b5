import { own, type Json, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { attempt } from "../budget.ts";
import type { Schema } from "../scope.ts";
import { annotationChanges } from "./annotations.ts";
import { branchesOf } from "./branches.ts";
import { repairOf } from "./cause.ts";
import { Differences, type Change, type Memory, type SchemaDifference } from "./differences.ts";
import { alignParts } from "./flatten.ts";
import { asserts } from "./keywords.ts";
import { groupOf, keywordLeaf, wholeLeaf, type Leaf, type Node } from "./leaves.ts";
import { propertyChanges } from "./properties.ts";
import { partsUnder, type Part } from "./parts.ts";
import { identical } from "./same.ts";
import { included } from "./subset.ts";
import { declared, declaredAlways, unfold } from "./unfold.ts";
import { append } from "../../openapi/json-pointer.ts";
import { breakingMessage, decideNode, type Decision } from "./decide.ts";
import { findBreakingExample, shows, showsTogether, type Bodies } from "./counterexample.ts";

/** The known result of a place from the places above it: none, a compatible change, or no change. */
type Known = "equal" | "safe" | undefined;

/** The properties that a schema and its parts declare at one place, in both versions. */
interface Names {
  readonly before: ReadonlyMap<string, Schema>;
  readonly after: ReadonlyMap<string, Schema>;
}

/** Returns the differences between two versions of a body, each with its level. */
export function compareBodies(bodies: Bodies, memory: Memory): readonly SchemaDifference[] {
  const comparison = new Comparison(bodies, memory);
  comparison.visit(rootOf(bodies), undefined, undefined);
  return comparison.differences();
}

function rootOf({ before, after, isRequired }: Bodies): Node {
  return { pointer: "", path: [], before, after, mentioned: new Set(), isRequired, isOverlapping: false };
}

/** Walks through two schemas and collects their differences. */
class Comparison {
  readonly #bodies: Bodies;
  readonly #memory: Memory;
  readonly #differences: Differences;
  readonly #seen = new Set<string>();
  #rootSafe: boolean;

  constructor(bodies: Bodies, memory: Memory) {
    this.#bodies = bodies;
    this.#memory = memory;
    this.#differences = new Differences(bodies.forms);
    this.#rootSafe = identical(bodies.forms.scope, bodies.before, bodies.after);
  }

  /** Returns the differences. When no single place decides, it searches for a counterexample of the whole body. */
  differences(): readonly SchemaDifference[] {
    const found = this.#differences.all;
    if (this.#rootSafe || found.some(({ level }) => level === "breaking")) return found;
    if (found.some(({ level }) => level === "unproven")) return this.#shownByTheWhole(found);
    const { before, after } = this.#bodies;
    this.#decide(rootOf(this.#bodies), [wholeLeaf(before, after, "the schema changed as a whole")], undefined);
    return found;
  }

  #shownByTheWhole(found: readonly SchemaDifference[]): readonly SchemaDifference[] {
    const bodies = this.#bodies;
    const doubts = found.filter((one) => one.level === "unproven" && this.#differences.whenBreaking(one) !== undefined);
    const search = attempt(() => {
      const witness = findBreakingExample(bodies, {
        path: [],
        before: bodies.before,
        hybrid: bodies.after,
        repair: undefined,
      });
      if (witness === undefined) return undefined;
      const shown = doubts.filter((doubt) => shows(bodies, witness, this.#differences.repairOf(doubt)));
      if (shown.length > 0) return { witness, shown };
      const repairs = doubts.map((doubt) => this.#differences.repairOf(doubt));
      return showsTogether(bodies, witness, repairs) ? { witness, shown: doubts } : undefined;
    });
    if (!("result" in search) || search.result === undefined) return found;
    const { witness, shown } = search.result;
    return found.map((one) => {
      const message = shown.includes(one) ? this.#differences.whenBreaking(one) : undefined;
      return message === undefined ? one : { ...one, level: "breaking", message, witness };
    });
  }

  /**
   * Compares two schemas at one place. `names` are the properties of the whole place when the schemas are only part of
   * its constraints.
   */
  visit(node: Node, above: Known, wholeNames: Names | undefined): void {
    const { forms, direction, syntax } = this.#bodies;
    const [before, after] = [unfold(forms.scope, node.before), unfold(forms.scope, node.after)];
    const pair = `${forms.key([before])} ${forms.key([after])} ${above ?? ""}${node.isRequired ? " required" : ""}`;
    if (this.#seen.has(pair)) return;
    this.#seen.add(pair);
    if (identical(forms.scope, before, after)) return;
    // A shared pair of schemas is compared once, except at the root of a body.
    const key = wholeNames || node.pointer === "" || node.isOverlapping ? undefined : `${direction} ${syntax} ${pair}`;
    const remembered = key === undefined ? undefined : this.#memory.recall(key);
    if (remembered) {
      for (const one of remembered) this.#differences.put({ ...one, where: node.pointer + one.where });
      return;
    }
    const start = this.#differences.all.length;
    this.#compare({ ...node, before, after }, above, wholeNames);
    if (key !== undefined) this.#memory.keep(key, node.pointer, this.#differences.all.slice(start));
  }

  #compare(node: Node, above: Known, wholeNames: Names | undefined): void {
    const { forms, direction, syntax } = this.#bodies;
    const { before, after, isRequired } = node;
    const { scope } = forms;
    const names = wholeNames ?? { before: declared(scope, before), after: declared(scope, after) };
    const mentioned = new Set([...node.mentioned, ...declaredAlways(scope, before)]);
    const known = above ?? (node.isOverlapping ? undefined : this.#relation(before, after, mentioned));
    if (node.pointer === "" && known !== undefined) this.#rootSafe = true;
    if (!isObject(before) || !isObject(after)) {
      this.#decide({ ...node, mentioned }, [wholeLeaf(before, after, "the schema was replaced")], known);
      return;
    }
    for (const change of annotationChanges(before, after, { scope, direction, syntax, isRequired }))
      this.#differences.add(node, change.place, change);
    const [old, next] = alignParts(scope, before, after);
    if (old !== before || next !== after) this.#differences.add(node, "/allOf", rearranged(before, after));
    const here: Node = { ...node, before: old, after: next, mentioned };
    this.#decide(here, this.#leavesOf(here, { before: old, after: next }, known, names), known);
  }

  /** Returns the known result of a place; none when finding it would cost too much. */
  #relation(before: Schema, after: Schema, mentioned: ReadonlySet<string>): Known {
    const relation = attempt(() => this.#provedRelation(before, after, mentioned));
    return "result" in relation ? relation.result : undefined;
  }

  #provedRelation(before: Schema, after: Schema, mentioned: ReadonlySet<string>): Known {
    const { forms, direction } = this.#bodies;
    const [old, next] = [forms.of([before]), forms.of([after])];
    const shrank = included(forms, next, old);
    const grew = included(forms, old, next);
    if (shrank && grew) return "equal";
    if (direction === "output") return shrank ? "safe" : undefined;
    return grew || included(forms, old, next, mentioned) ? "safe" : undefined;
  }

  /** Returns the changes of a place, and visits the pairs of parts. */
  #leavesOf(node: Node, schemas: Part["schemas"], known: Known, names: Names): Leaf[] {
    const { before, after } = schemas;
    const { forms } = this.#bodies;
    const members = propertyChanges(before, after, (name) => names.after.has(name));
    for (const { place, change } of members.unsent) this.#differences.add(node, place, change);
    for (const part of members.parts(node)) this.visit(part, known, undefined);
    const leaves = [...members.leaves];
    const compared = new Set(["properties", "required"]);
    for (const keyword of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (
        compared.has(keyword) ||
        !asserts(keyword) ||
        identical(forms.scope, own(before, keyword), own(after, keyword))
      )
        continue;
      const isSame = (a: Schema, b: Schema): boolean => this.#relation(a, b, new Set()) === "equal";
      const parts = partsUnder(forms, { node, keyword, schemas }, isSame);
      for (const part of parts ?? []) this.visit(part.node, known, part.isInPlace ? names : undefined);
      if (parts) continue;
      const group = groupOf(keyword);
      group.forEach((member) => compared.add(member));
      leaves.push(...this.#vanishedIn(keyword, before, after, names), keywordLeaf(group, before, after));
    }
    return leaves;
  }

  /** Adds differences for properties that only a removed part of an `allOf` declared. */
  #vanishedIn(keyword: string, before: JsonObject, after: JsonObject, names: Names): Leaf[] {
    if (keyword !== "allOf") return [];
    const lost = declared(this.#bodies.forms.scope, { allOf: branchesOf(before, "allOf") });
    return [...lost]
      .filter(([name]) => !names.after.has(name))
      .map(([name, schema]) => ({
        place: append("/properties", name),
        before: schema,
        after: undefined,
        hybrid: after,
        member: name,
        vanished: true,
        message: `the property ${name} was removed`,
      }));
  }

  #decide(node: Node, leaves: readonly Leaf[], known: Known): void {
    for (const decision of decideNode(this.#bodies, node, leaves, known)) {
      const { leaf, witness } = decision;
      const repair = repairOf(this.#bodies.forms, node, leaf);
      const whenBreaking = leaf.isMalformed === true ? undefined : breakingMessage(this.#bodies, leaf);
      this.#differences.add(node, leaf.place, shownChange(decision), { witness, repair, whenBreaking });
    }
  }
}

function rearranged(before: JsonObject, after: JsonObject): Change {
  return {
    level: "compatible",
    before: own(before, "allOf"),
    after: own(after, "allOf"),
    message: "the parts of allOf were rearranged",
  };
}

function shownChange({ leaf, level, message }: Decision): Change {
  const shown: { before: Json | undefined; after: Json | undefined } = { before: leaf.before, after: leaf.after };
  return { level, ...shown, message };
}
