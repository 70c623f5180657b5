import { attempt, Budget, type Limits } from "../budget.ts";
import { byLevel, joinEqual, type Audience, type Finding, type Level } from "../finding.ts";
import { own, type Json, type JsonObject } from "../../openapi/json.ts";
import { append } from "../../openapi/json-pointer.ts";
import { canonicalText } from "../../shared/json.ts";
import { asSchema, shown, type Schema, type Scope } from "../scope.ts";
import { compareBodies } from "../schema/compare.ts";
import { Memory, type SchemaDifference } from "../schema/differences.ts";
import type { Forms } from "../schema/forms.ts";
import { NormalForms } from "../schema/normal.ts";
import { itemOf, type NormalForm } from "../schema/record.ts";
import { View } from "../schema/view.ts";
import { verb } from "../verb.ts";
import type { Direction, Syntax } from "../schema/counterexample.ts";

/** A place of a comparison, and whether it is inside a callback, where the API sends and its users respond. */
export interface Place {
  readonly where: string;
  readonly inverted: boolean;
}

/** Returns the place of a part. */
export function inside(place: Place, ...segments: readonly string[]): Place {
  return {
    ...place,
    where: append(place.where, ...segments),
  };
}

/** Returns the direction of requests at a place: `input` when callers of the API send them. */
export function requestDirection(place: Place): Direction {
  return place.inverted ? "output" : "input";
}

/** Returns the direction of responses at a place: `input` when callers of the API send them. */
export function responseDirection(place: Place): Direction {
  return place.inverted ? "input" : "output";
}

/** A change: the old value, the new value, and a message. */
export interface Change {
  readonly before?: Json | undefined;
  readonly after?: Json | undefined;
  readonly message: string;
  readonly audience?: Audience;
  /** Identifies the change when it is the same at several places. */
  readonly origin?: string | undefined;
}

/** Further input of a comparison of schemas. */
export interface BodyNotes {
  /** Syntax of the body. @default "other" */
  readonly syntax?: Syntax;
  /** Whether a version requires the value, so that its default never applies. @default false */
  readonly isRequired?: boolean;
}

interface Reading {
  readonly forms: Forms;
  readonly view: View | undefined;
}

/** A finding, with a key that equal changes of a shared schema have in common. */
interface Found {
  readonly finding: Finding;
  readonly origin: string | undefined;
}

/** Collects the findings of one comparison of two documents. */
export class Context {
  readonly scope: Scope;
  readonly #readings: Readonly<Record<Direction, Reading>>;
  readonly #findings: Found[] = [];
  readonly #budget: Budget;
  readonly #memory = new Memory();
  readonly #compared = new Map<string, readonly SchemaDifference[]>();

  /** `hasFlags` tells whether any schema is read-only or write-only, so that directions differ. */
  constructor(scope: Scope, hasFlags: boolean, limits?: Limits) {
    this.scope = scope;
    const budget = new Budget(limits);
    this.#budget = budget;
    const plain: Reading = { forms: new NormalForms(scope, budget), view: undefined };
    const reading = (direction: Direction): Reading => {
      const view = new View(scope, direction);
      return { forms: new NormalForms(view, budget), view };
    };
    this.#readings = hasFlags
      ? { input: reading("input"), output: reading("output") }
      : { input: plain, output: plain };
  }

  /**
   * Adds a finding. Without `audience`, a documentation change concerns readers, and any other change those who rely on
   * the place.
   */
  add(level: Level, place: Place, change: Change): void {
    const audience = level === "docs" ? "readers" : (change.audience ?? (place.inverted ? "receivers" : "callers"));
    const { before, after, message } = change;
    this.#findings.push({
      finding: {
        level,
        audience,
        where: place.where,
        before: shown(before),
        after: shown(after),
        message,
        witness: undefined,
      },
      origin: change.origin,
    });
  }

  /** Adds `docs` findings for changed keys, and a `compatible` finding for each changed extension. */
  documentation(place: Place, before: JsonObject, after: JsonObject, keys: readonly string[]): void {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const isExtension = key.startsWith("x-");
      if (!isExtension && !keys.includes(key)) continue;
      const [old, next] = [own(before, key), own(after, key)];
      if (canonicalText(old) !== canonicalText(next))
        this.add(isExtension ? "compatible" : "docs", inside(place, key), {
          before: old,
          after: next,
          message: `${key} ${verb(old, next)}`,
        });
    }
  }

  /** Returns whether a schema allows neither arrays nor objects. */
  isScalar(schema: Json | undefined): boolean {
    const form = schema === undefined ? undefined : this.#formOf(asSchema(schema));
    return form?.every(({ kind }) => kind !== "array" && kind !== "object") ?? false;
  }

  /**
   * Returns the kinds of values that a schema allows, with the kinds of array items; undefined when they are unknown.
   */
  kindsOf(schema: Schema): string | undefined {
    const form = this.#formOf(schema);
    const kinds = form?.map((term) => {
      const items = term.kind === "array" ? this.#formOf({ allOf: itemOf(term, 0) }) : undefined;
      return `${term.kind} ${items?.map(({ kind }) => kind).join(" ") ?? ""}`.trim();
    });
    return (
      kinds &&
      [...new Set(kinds)]
        .filter((kind) => kind !== "null")
        .sort()
        .join(", ")
    );
  }

  #formOf(schema: Schema): NormalForm | undefined {
    const { forms } = this.#readings.input;
    const form = this.#budget.run(() => attempt(() => forms.of([schema])));
    return "result" in form ? form.result : undefined;
  }

  /** Compares the two versions of a schema. */
  schemas(
    place: Place,
    before: Json | undefined,
    after: Json | undefined,
    direction: Direction,
    notes: BodyNotes = {},
  ): void {
    this.addDifferences(place, direction, this.differences(asSchema(before), asSchema(after), direction, notes));
  }

  /** Returns the differences between the two versions of a schema. */
  differences(
    before: Schema,
    after: Schema,
    direction: Direction,
    { syntax = "other", isRequired = false }: BodyNotes = {},
  ): readonly SchemaDifference[] {
    const { forms, view } = this.#readings[direction];
    const written = { before, after };
    const [old, next] = view ? [view.of(before), view.of(after)] : [before, after];
    const key = `${direction} ${forms.key([old])} ${forms.key([next])} ${syntax} ${isRequired}`;
    const known = this.#compared.get(key);
    if (known) return known;
    const differences = this.#budget.run(() =>
      compareBodies(
        { forms, direction, syntax, isRequired, before: old, after: next, written: view ? written : undefined },
        this.#memory,
      ),
    );
    this.#compared.set(key, differences);
    return differences;
  }

  /** Adds findings for the differences of a schema at a place. */
  addDifferences(place: Place, direction: Direction, differences: readonly SchemaDifference[]): void {
    const relying = place.inverted ? "receivers" : "callers";
    for (const { origin, ...difference } of differences)
      this.#findings.push({
        finding: {
          ...difference,
          audience: difference.level === "docs" ? "readers" : relying,
          where: place.where + difference.where,
          before: shown(difference.before),
          after: shown(difference.after),
        },
        origin: `${direction} ${origin}`,
      });
  }

  /** Returns the findings, worst first, with each change of a shared schema once. */
  findings(): Finding[] {
    const groups = joinEqual(this.#findings, ({ finding, origin }) =>
      origin === undefined ? `${finding.where} ${finding.message}` : `${origin} ${textOf(finding)}`,
    );
    return byLevel(
      groups.map(({ first, rest }) => {
        const also = [...new Set(rest.map(({ finding }) => finding.where))].filter(
          (where) => where !== first.finding.where,
        );
        return also.length === 0 ? first.finding : { ...first.finding, also };
      }),
    );
  }
}

function textOf({ level, audience, message, before, after }: Finding): string {
  return [level, audience, message, canonicalText(before), canonicalText(after)].join(" ");
}
