import { Decisions, type Decision } from "./decision.ts";
import { UnreadableError, verdictOf } from "./verdict.ts";

/**
 * Whether two validators have the same normal form "decisions": what they refuse, as one boolean function of the elementary
 * questions that they ask of the value, where a value is of one kind only and equal to one constant at most. Equal forms refuse the
 * same values; of several broken rules they may name others.
 */
export function haveSameDecisions(before: string, after: string): boolean {
  const decisions = new Decisions();
  try {
    const [one, other] = [verdictOf(decisions, before), verdictOf(decisions, after)];
    const nature = natureOf(decisions, [one, other].flatMap(({ refuses, fails }) => [...questionsOf(refuses), ...questionsOf(fails)]));
    const isSame = (left: Decision, right: Decision): boolean => decisions.and(left, nature) === decisions.and(right, nature);
    return one.rest === other.rest && isSame(one.refuses, other.refuses) && isSame(one.fails, other.fails);
  } catch (error) {
    if (error instanceof UnreadableError) return false;
    throw error;
  }
}

function questionsOf(decision: Decision, seen = new Set<Decision>(), found = new Set<string>()): ReadonlySet<string> {
  if (typeof decision === "boolean" || seen.has(decision)) return found;
  seen.add(decision);
  found.add(decision.question);
  questionsOf(decision.yes, seen, found);
  return questionsOf(decision.no, seen, found);
}

const KINDS: readonly (readonly [form: RegExp, kind: string])[] = [
  [/^isObject\((.+)\)$/, "object"],
  [/^Array\.isArray\((.+)\)$/, "array"],
  [/^Number\.isFinite\((.+)\)$/, "number"],
  [/^typeof (.+) === "string"$/, "string"],
  [/^typeof (.+) === "boolean"$/, "boolean"],
  [/^(.+) === undefined$/, "undefined"],
  [/^(.+) === (?:true|false)$/, "boolean"],
  [/^(.+) === "[^"]*"$/, "string"],
];

// A question about a part, the kind of value that it has when the answer is yes, and whether only one value of that kind gives it.
interface Kinship {
  readonly question: string;
  readonly kind: string;
  readonly isConstant: boolean;
}

/** What is true of all values: the kinds exclude each other, so do constants, and a constant has its kind. */
function natureOf(decisions: Decisions, questions: readonly string[]): Decision {
  const byPart = new Map<string, Kinship[]>();
  for (const question of new Set(questions)) {
    const [form, kind] = KINDS.find(([candidate]) => candidate.test(question)) ?? [];
    if (!form || kind === undefined) continue;
    const part = form.exec(question)?.[1] ?? "";
    byPart.set(part, [...(byPart.get(part) ?? []), { question, kind, isConstant: / === (?:true|false|"[^"]*")$/.test(question) && !question.startsWith("typeof ") }]);
  }
  return decisions.and(...[...byPart.values()].flatMap((kin) => kin.flatMap((one) => kin.map((other) => relation(decisions, one, other)))), ...[...byPart.values()].map((kin) => eitherTruth(decisions, kin)));
}

function relation(decisions: Decisions, one: Kinship, other: Kinship): Decision {
  const [first, second] = [decisions.ask(one.question), decisions.ask(other.question)];
  if (one === other) return true;
  const excludes = one.kind !== other.kind || (one.isConstant && other.isConstant);
  if (excludes) return decisions.not(decisions.and(first, second));
  return one.isConstant ? decisions.choose(first, second, true) : true;
}

// What is boolean is true or false.
function eitherTruth(decisions: Decisions, kin: readonly Kinship[]): Decision {
  const named = (end: string): readonly Decision[] => kin.filter(({ question }) => question.endsWith(end)).map(({ question }) => decisions.ask(question));
  const [kind, yes, no] = [named(' === "boolean"')[0], named(" === true")[0], named(" === false")[0]];
  return kind === undefined || yes === undefined || no === undefined ? true : decisions.choose(kind, decisions.or(yes, no), true);
}
