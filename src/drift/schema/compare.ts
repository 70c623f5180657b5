import type { Finding, Level, Witness } from "../finding.ts";
import { canonicalText, equal, own, type Json, type JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { append } from "../../openapi/json-pointer.ts";
import { asSchema, type Schema } from "../scope.ts";
import { annotationChanges } from "./annotations.ts";
import type { Step } from "./bodies.ts";
import { branchesOf, pairBranches } from "./branches.ts";
import { repairOf, type Repair } from "./cause.ts";
import { alignParts } from "./flatten.ts";
import { asserts } from "./keywords.ts";
import { groupOf, inner, keywordLeaf, wholeLeaf, type Leaf, type Node } from "./leaves.ts";
import { memberChanges } from "./members.ts";
import { patternStrings } from "../../patterns/strings.ts";
import { identical } from "./same.ts";
import { included } from "./subset.ts";
import { declared, unfold } from "./unfold.ts";
import { judgeNode, type Judgement } from "./verdict.ts";
import { breakingWitness, shows, type Bodies } from "./witness.ts";

/** A difference between two schemas; `where` is a JSON pointer from the schema. */
export interface SchemaDifference extends Omit<Finding, "audience" | "also"> {
  /** The same text for the same change of the same schema, wherever it is used. */
  readonly origin: string;
}

/** What is known of a place from the places above it: nothing, or that the change there is safe or no change at all. */
type Known = "equal" | "safe" | undefined;

/** Everything that differs between the two versions of one body, each difference judged. */
export function compareBodies(bodies: Bodies): SchemaDifference[] {
  const comparison = new Comparison(bodies);
  comparison.visit(
    { pointer: "", path: [], before: bodies.before, after: bodies.after, mentioned: new Set() },
    undefined,
    undefined,
  );
  return comparison.differences();
}

/** The members that the parts of a schema declare at one place, in both versions. */
interface Names {
  readonly before: ReadonlyMap<string, Schema>;
  readonly after: ReadonlyMap<string, Schema>;
}

/** One walk through two schemas. */
class Comparison {
  readonly #bodies: Bodies;
  readonly #found: SchemaDifference[] = [];
  readonly #repairs = new Map<SchemaDifference, Repair | undefined>();
  readonly #seen = new Set<string>();
  #rootSafe: boolean;

  constructor(bodies: Bodies) {
    this.#bodies = bodies;
    this.#rootSafe = identical(bodies.forms.scope, bodies.before, bodies.after);
  }

  /** The differences found. What no single place shows to break anyone is looked for in the whole. */
  differences(): SchemaDifference[] {
    const isOpen = !this.#rootSafe && !this.#found.some(({ level }) => level === "breaking");
    if (!isOpen) return this.#found;
    const { before, after } = this.#bodies;
    const doubts = this.#found.filter(({ level }) => level === "unproven");
    if (doubts.length === 0) {
      this.#judge(
        { pointer: "", path: [], before, after, mentioned: new Set() },
        [wholeLeaf(before, after, "the schema changed as a whole")],
        undefined,
      );
      return this.#found;
    }
    const witness = breakingWitness(this.#bodies, { path: [], before, hybrid: after, repair: undefined });
    if (witness === undefined) return this.#found;
    const shown = new Set(doubts.filter((doubt) => shows(this.#bodies, witness, this.#repairs.get(doubt))));
    return this.#found.map((difference) =>
      shown.has(difference) ? { ...difference, level: "breaking", witness } : difference,
    );
  }

  /** Compares two schemas at one place. `names` are those of the whole place when the schemas are only a part of what is said of it. */
  visit(node: Node, above: Known, wholeNames: Names | undefined): void {
    const { forms } = this.#bodies;
    const { scope } = forms;
    const [before, after] = [unfold(scope, node.before), unfold(scope, node.after)];
    const pair = `${forms.key([before, after])} ${forms.key([before])} ${above ?? ""}`;
    if (this.#seen.has(pair)) return;
    this.#seen.add(pair);
    if (identical(scope, before, after)) return;
    const names = wholeNames ?? { before: declared(scope, before), after: declared(scope, after) };
    const known = above ?? this.#relation(before, after, names);
    if (node.pointer === "" && known !== undefined) this.#rootSafe = true;
    if (!isObject(before) || !isObject(after)) {
      this.#judge(
        { ...node, before, after, mentioned: new Set(names.before.keys()) },
        [wholeLeaf(before, after, "the schema was replaced")],
        known,
      );
      return;
    }
    for (const change of annotationChanges(before, after, this.#bodies.direction))
      this.#add(node, change.place, change);
    const [old, next] = alignParts(scope, before, after);
    if (old !== before || next !== after) this.#add(node, "/allOf", rearranged(before, after));
    const leaves = this.#leavesOf(node, old, next, known, names);
    this.#judge({ ...node, before: old, after: next, mentioned: new Set(names.before.keys()) }, leaves, known);
  }

  #relation(before: Schema, after: Schema, names: Names): Known {
    const { forms, direction } = this.#bodies;
    const [old, next] = [forms.of([before]), forms.of([after])];
    const shrank = included(forms, next, old);
    const grew = included(forms, old, next);
    if (shrank && grew) return "equal";
    if (direction === "output") return shrank ? "safe" : undefined;
    return grew || included(forms, old, next, new Set(names.before.keys())) ? "safe" : undefined;
  }

  /** The changes of one place; pairs of parts are visited on the way. */
  #leavesOf(node: Node, before: JsonObject, after: JsonObject, known: Known, names: Names): Leaf[] {
    const members = memberChanges(before, after, (name) => names.after.has(name));
    for (const pair of members.pairs)
      this.visit(
        inner(node, append("/properties", pair.name), { member: pair.name }, pair.before, pair.after),
        known,
        undefined,
      );
    const leaves = [...members.leaves];
    const told = new Set(["properties", "required"]);
    for (const keyword of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (
        told.has(keyword) ||
        !asserts(keyword) ||
        identical(this.#bodies.forms.scope, own(before, keyword), own(after, keyword))
      )
        continue;
      if (this.#visitParts(node, keyword, before, after, known, names)) continue;
      const group = groupOf(keyword);
      group.forEach((member) => told.add(member));
      leaves.push(...this.#vanishedIn(keyword, before, after, names), keywordLeaf(group, before, after));
    }
    return leaves;
  }

  /** Visits the parts under a keyword when each has its partner; false when the keyword has to be judged as one. */
  #visitParts(node: Node, keyword: string, before: JsonObject, after: JsonObject, known: Known, names: Names): boolean {
    const [old, next] = [own(before, keyword), own(after, keyword)];
    if (keyword === "allOf" || keyword === "anyOf" || keyword === "oneOf") {
      const pairs =
        old === undefined || next === undefined ? undefined : pairBranches(this.#bodies.forms, keyword, before, after);
      for (const pair of pairs ?? [])
        this.visit(
          { ...node, pointer: `${node.pointer}/${keyword}/${pair.index}`, before: pair.before, after: pair.after },
          known,
          names,
        );
      return pairs !== undefined;
    }
    if (keyword === "items" || keyword === "additionalProperties") {
      if (!isObject(old) || !isObject(next)) return false;
      const place: Step =
        keyword === "items" ? { item: branchesOf(before, "prefixItems").length } : { member: "extra" };
      this.visit(inner(node, `/${keyword}`, place, old, next), known, undefined);
      return true;
    }
    if (keyword === "then" || keyword === "else") {
      if (!this.#sameValues(before.if, after.if) || old === undefined || next === undefined) return false;
      this.visit(
        { ...node, pointer: `${node.pointer}/${keyword}`, before: asSchema(old), after: asSchema(next) },
        known,
        names,
      );
      return true;
    }
    return this.#visitListed(node, keyword, old, next, known);
  }

  #visitListed(node: Node, keyword: string, old: Json | undefined, next: Json | undefined, known: Known): boolean {
    if (
      (keyword !== "patternProperties" && keyword !== "prefixItems") ||
      typeof old !== "object" ||
      typeof next !== "object" ||
      old === null ||
      next === null
    )
      return false;
    const places = Object.keys(old);
    if (!equal(places.toSorted(), Object.keys(next).toSorted())) return false;
    for (const place of places) {
      const into: Step =
        keyword === "prefixItems" ? { item: Number(place) } : { member: patternStrings(place)[0] ?? place };
      this.visit(
        inner(
          node,
          append(`/${keyword}`, place),
          into,
          asSchema((old as JsonObject)[place]),
          asSchema((next as JsonObject)[place]),
        ),
        known,
        undefined,
      );
    }
    return true;
  }

  #sameValues(a: Json | undefined, b: Json | undefined): boolean {
    return this.#relation(asSchema(a), asSchema(b), { before: new Map(), after: new Map() }) === "equal";
  }

  /** Members that only a removed part of an `allOf` declared. */
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
        message: `the member ${name} was removed`,
      }));
  }

  #judge(node: Node, leaves: readonly Leaf[], known: Known): void {
    for (const judgement of judgeNode(this.#bodies, node, leaves, known))
      this.#add(
        node,
        judgement.leaf.place,
        told(judgement),
        judgement.witness,
        repairOf(this.#bodies.forms, node, judgement.leaf),
      );
  }

  #add(node: Node, place: string, change: Told, witness?: Witness, repair?: Repair): void {
    const { level, before, after, message } = change;
    const where = node.pointer + place;
    if (
      this.#found.some(
        (other) =>
          other.where === where && other.message === message && canonicalText(other.after) === canonicalText(after),
      )
    )
      return;
    const origin = `${this.#bodies.forms.key([node.before])} ${this.#bodies.forms.key([node.after])} ${place}`;
    const difference = { level, where, before, after, message, witness, origin };
    this.#found.push(difference);
    this.#repairs.set(difference, repair);
  }
}

/** The part of a difference that is shown. */
interface Told {
  readonly level: Level;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly message: string;
}

function rearranged(before: JsonObject, after: JsonObject): Told {
  return {
    level: "compatible",
    before: own(before, "allOf"),
    after: own(after, "allOf"),
    message: "the parts of allOf were put together in another way",
  };
}

function told({ leaf, level, message }: Judgement): Told {
  return { level, before: leaf.before, after: leaf.after, message };
}
