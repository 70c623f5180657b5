import { canonicalText, isJsonObject, own, type Json } from "../../openapi/json.ts";
import { append, segments } from "../../openapi/json-pointer.ts";
import { LEVELS, type Level } from "../finding.ts";
import { asSchema, type Schema } from "../scope.ts";
import type { SchemaDifference } from "../schema/differences.ts";
import { asserts } from "../schema/keywords.ts";
import type { Direction } from "../schema/witness.ts";
import type { BodyNotes, Context, Place } from "./context.ts";
import { textSchema } from "./text-values.ts";

/**
 * Compares the schemas of a value that is written as text: of a parameter or a header. Where the kinds of values
 * changed, only their texts count: an integer that became a string is written as before.
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
  const texts = textsToCompare(context, old, next);
  if (!texts) {
    context.addDifferences(place, direction, differences);
    return;
  }
  const annotations = differences.filter(({ where }) => !asserts(segments(where).at(-1) ?? ""));
  const ofTexts = context.differences(texts.before, texts.after, direction);
  context.addDifferences(place, direction, [...annotations, asOne(context, old, next, ofTexts)]);
}

/** The schemas of texts of two schemas that allow values of different kinds. */
function textsToCompare(
  context: Context,
  old: Schema,
  next: Schema,
): { readonly before: Schema; readonly after: Schema } | undefined {
  const [was, is] = [context.kindsOf(old), context.kindsOf(next)];
  if (was === undefined || is === undefined || was === is) return undefined;
  const [before, after] = [textSchema(context.scope, old), textSchema(context.scope, next)];
  return before === undefined || after === undefined ? undefined : { before, after };
}

/** The difference of two schemas of texts, told as one change of the type. */
function asOne(
  { scope }: Context,
  old: Schema,
  next: Schema,
  differences: readonly SchemaDifference[],
): SchemaDifference {
  const level = LEVELS.find((one) => differences.some((difference) => difference.level === one)) ?? "compatible";
  const worst = differences.find((difference) => difference.level === level);
  const [was, is] = [typeOf(scope.follow(old)), typeOf(scope.follow(next))];
  const isTyped = was !== undefined && is !== undefined;
  return {
    level,
    where: isTyped ? append("", "type") : "",
    before: isTyped ? was : old,
    after: isTyped ? is : next,
    witness: worst?.witness,
    message: `type changed${MEANINGS[level]}`,
    origin: `${canonicalText(old)} ${canonicalText(next)} texts`,
  };
}

const MEANINGS: Readonly<Record<Level, string>> = {
  breaking: ": not every text that stood for a value does so still",
  unproven: ": not proved harmless",
  compatible: ", but every value is written as a text that is still allowed",
  docs: "",
};

function typeOf(schema: Json | undefined): Json | undefined {
  return isJsonObject(schema) ? own(schema, "type") : undefined;
}
