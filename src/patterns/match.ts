import { createContext, Script } from "node:vm";
import { visitRegExpAST, type AST } from "@eslint-community/regexpp";
import { Words, type DFA } from "refa";
import { automatonOf } from "./automaton.ts";
import { compilePattern } from "./compile.ts";
import { parseSyntax } from "./parse.ts";

/** Thrown when matching a pattern would take too long. */
export class PatternTooCostlyError extends Error {
  override readonly name = "PatternTooCostlyError";
  readonly pattern: string;

  constructor(pattern: string) {
    super(`The pattern ${pattern} takes too long to match.`);
    this.pattern = pattern;
  }
}

/** Default time limit of a match, in milliseconds. */
const TIME_LIMIT = 100;
/** Longer strings are matched by an automaton when a pattern has several quantifiers. */
const LONG_TEXT = 300;
/** Maximum number of cached results of a pattern. */
const MAX_KEPT = 5000;
/** Quantifiers up to this count are cheap. */
const SMALL_COUNT = 10;

/** How much a pattern may backtrack: not at all, a little on long texts, or without bound. */
type Cost = "none" | "on-long-texts" | "unbounded";

/**
 * A compiled pattern. Results of matches with a time limit are cached, because setting the limit costs more than most
 * matches.
 */
interface Matcher {
  readonly regExp: RegExp;
  readonly cost: Cost;
  readonly found: Map<string, boolean>;
}

const matchers = new Map<string, Matcher | undefined>();

/**
 * Returns whether a pattern matches somewhere in a string, in bounded time. Patterns that may backtrack run as
 * automata, or if that is not possible with a time limit in milliseconds. An invalid pattern matches every string.
 * @throws PatternTooCostlyError when the time limit is reached.
 */
export function matchesInTime(pattern: string, text: string, timeLimit = TIME_LIMIT): boolean {
  const matcher = matcherFor(pattern);
  if (!matcher) return true;
  const { regExp, cost, found } = matcher;
  if (isCheap(cost, text)) return regExp.test(text);
  const automaton = automatonOf(pattern);
  if (automaton) return accepts(automaton, regExp, text);
  const isMatch = found.get(text) ?? matchesWithLimit(pattern, regExp, [text], timeLimit)[0] === true;
  if (found.size < MAX_KEPT) found.set(text, isMatch);
  return isMatch;
}

/**
 * Matches many texts at once where each would need a time limit, so that `matchesInTime` knows the results. Does nothing
 * when one limit is not enough for all of them.
 */
export function matchAhead(pattern: string, texts: readonly string[], timeLimit = TIME_LIMIT): void {
  const matcher = matcherFor(pattern);
  if (!matcher) return;
  const { regExp, cost, found } = matcher;
  const open = [...new Set(texts)].filter((text) => !isCheap(cost, text) && !found.has(text));
  if (open.length === 0 || automatonOf(pattern)) return;
  try {
    const results = matchesWithLimit(pattern, regExp, open, timeLimit);
    for (const [index, text] of open.entries()) if (found.size < MAX_KEPT) found.set(text, results[index] === true);
  } catch (error) {
    if (!(error instanceof PatternTooCostlyError)) throw error;
  }
}

function matcherFor(pattern: string): Matcher | undefined {
  if (!matchers.has(pattern)) matchers.set(pattern, matcherOf(pattern));
  return matchers.get(pattern);
}

function isCheap(cost: Cost, text: string): boolean {
  return cost === "none" || (cost === "on-long-texts" && text.length <= LONG_TEXT);
}

function matcherOf(pattern: string): Matcher | undefined {
  const regExp = compilePattern(pattern);
  return regExp && { regExp, cost: costOf(pattern), found: new Map() };
}

function costOf(pattern: string): Cost {
  const syntax = parseSyntax(pattern);
  if (!syntax) return "none";
  let open = 0;
  const found = { choiceInside: false };
  let count = 0;
  const choose = (isChoice: boolean): void => {
    if (isChoice && open > 0) found.choiceInside = true;
  };
  visitRegExpAST(syntax.pattern, {
    onQuantifierEnter(quantifier) {
      choose(quantifier.max > quantifier.min);
      if (!repeats(quantifier)) return;
      count += 1;
      open += 1;
    },
    onQuantifierLeave(quantifier) {
      if (repeats(quantifier)) open -= 1;
    },
    onGroupEnter: ({ alternatives }) => choose(alternatives.length > 1),
    onCapturingGroupEnter: ({ alternatives }) => choose(alternatives.length > 1),
  });
  if (found.choiceInside || count > 3) return "unbounded";
  return count === 0 ? "none" : "on-long-texts";
}

/** Returns whether a quantifier, or a part of it, can match in more than a few ways. */
function repeats({ min, max }: AST.Quantifier): boolean {
  return max > SMALL_COUNT || (max > 1 && max > min);
}

function accepts(automaton: DFA, regExp: RegExp, text: string): boolean {
  return automaton.test(regExp.flags.includes("u") ? Words.fromStringToUnicode(text) : Words.fromStringToUTF16(text));
}

const context = createContext({ regExp: undefined as RegExp | undefined, texts: [] as readonly string[] });
const script = new Script("texts.map((text) => regExp.test(text))");

function matchesWithLimit(pattern: string, regExp: RegExp, texts: readonly string[], timeout: number): boolean[] {
  context.regExp = regExp;
  context.texts = texts;
  try {
    return script.runInContext(context, { timeout }) as boolean[];
  } catch {
    throw new PatternTooCostlyError(pattern);
  }
}
