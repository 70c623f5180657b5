import { isJsonObject, own, type Json } from "../../openapi/json.ts";
import { append, segments } from "../../openapi/json-pointer.ts";
import { canonicalText } from "../../shared/json.ts";
import { LEVELS, type Level } from "../finding.ts";
import { asSchema, type Schema } from "../scope.ts";
import type { SchemaDifference } from "../schema/differences.ts";
import { asserts } from "../schema/keywords.ts";
import type { Direction } from "../schema/counterexample.ts";
import type { BodyNotes, Context, Place } from "./context.ts";
import { textSchema, type Precision } from "./text-values.ts";

/**
 * Compares the schemas of a parameter or a header, whose values are written as text. When the types changed, it
 * compares the texts: an integer that became a string is written as before.
 */
export function compareWritten(
  context: Context,
  place: Place,
  before: Json | undefined,
  after: Json | undefined,
  direction: Direction,
  notes: BodyNotes = {},
): void {
  const [old, next] = [asSchema(before), asSchema(after)];
  const differences = context.differences(old, next, direction, notes);
  const difference = compareTexts(context, old, next, direction);
  if (!difference) {
    context.addDifferences(place, direction, differences);
    return;
  }
  const annotations = differences.filter(({ where }) => !asserts(segments(where).at(-1) ?? ""));
  context.addDifferences(place, direction, [...annotations, asOne(context, old, next, difference)]);
}

/** The level of a change for the texts of values. */
type TextDifference = Pick<SchemaDifference, "level" | "witness">;

/** Compares the texts of two schemas with different types; undefined when the texts are unknown. */
function compareTexts(context: Context, old: Schema, next: Schema, direction: Direction): TextDifference | undefined {
  const [was, is] = [context.kindsOf(old), context.kindsOf(next)];
  if (was === undefined || is === undefined || was === is) return undefined;
  const compare = (precisions: Readonly<Record<"before" | "after", Precision>>): TextDifference | undefined => {
    const before = textSchema(context.scope, old, precisions.before);
    const after = textSchema(context.scope, next, precisions.after);
    if (before === undefined || after === undefined) return undefined;
    return worstOf(context.differences(before, after, direction));
  };
  const exact = compare({ before: "exact", after: "exact" });
  if (exact) return exact;
  if (!compare({ before: "superset", after: "superset" })) return undefined;
  // A superset on the including side can only refute compatibility, and on the included side only prove it.
  const wideBefore = compare({ before: "superset", after: "exact" });
  const wideAfter = compare({ before: "exact", after: "superset" });
  const [proof, refutation] = direction === "input" ? [wideBefore, wideAfter] : [wideAfter, wideBefore];
  if (proof?.level === "compatible") return proof;
  return refutation?.level === "breaking" ? refutation : { level: "unproven", witness: undefined };
}

function worstOf(differences: readonly SchemaDifference[]): TextDifference {
  const level = LEVELS.find((one) => differences.some((difference) => difference.level === one)) ?? "compatible";
  return { level, witness: differences.find((difference) => difference.level === level)?.witness };
}

/** Returns the difference of two schemas of texts as one change of the type. */
function asOne({ scope }: Context, old: Schema, next: Schema, { level, witness }: TextDifference): SchemaDifference {
  const [was, is] = [typeOf(scope.follow(old)), typeOf(scope.follow(next))];
  const isTyped = was !== undefined && is !== undefined;
  return {
    level,
    where: isTyped ? append("", "type") : "",
    before: isTyped ? was : old,
    after: isTyped ? is : next,
    witness,
    message: `type changed${MEANINGS[level]}`,
    origin: `${canonicalText(old)} ${canonicalText(next)} texts`,
  };
}

const MEANINGS: Readonly<Record<Level, string>> = {
  breaking: ": some texts of values are no longer allowed",
  unproven: ": not proved compatible",
  compatible: ", but the text of every value is still allowed",
  docs: "",
};

function typeOf(schema: Json | undefined): Json | undefined {
  return isJsonObject(schema) ? own(schema, "type") : undefined;
}
