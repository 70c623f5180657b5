import { DFA, JS, NFA, Words, type NoParent } from "refa";
import type { Assertion, CharacterClass, Concatenation, Expression } from "refa";
import { parseSyntax } from "./parse.ts";

const MAX_NODES = 20_000;
const automata = new Map<string, DFA | undefined>();

/**
 * Returns an automaton for the strings in which a pattern matches. Undefined when it would be too large, and for
 * patterns that automata do not support: backreferences, and assertions other than an anchor at an end of the pattern
 * or a lookahead at its start.
 */
export function automatonOf(pattern: string): DFA | undefined {
  if (!automata.has(pattern))
    automata.set(
      pattern,
      bounded(() => build(pattern)),
    );
  return automata.get(pattern);
}

/** Returns an automaton for the strings that both automata accept; undefined when it would be too large. */
export function intersect(left: DFA, right: DFA): DFA | undefined {
  return bounded(() => DFA.fromIntersection(left, right, new DFA.LimitedNodeFactory(MAX_NODES)));
}

/** Returns an automaton for strings with a length in code points, such as 2 to 5. `most` may be `Infinity`. */
export function lengthAutomaton(least: number, most: number): DFA | undefined {
  return automatonOf(`^[^]{${least},${Number.isFinite(most) ? most : ""}}$`);
}

/** Returns an automaton for all other strings. */
export function complementOf(automaton: DFA): DFA {
  const other = automaton.copy();
  other.complement();
  return other;
}

/** Returns the shortest strings that an automaton accepts, with readable characters, at most `count`. */
export function shortestTexts(automaton: DFA, count: number): readonly string[] {
  const texts: string[] = [];
  for (const wordSet of automaton.wordSets()) {
    if (texts.length >= count) break;
    texts.push(Words.fromUnicodeToString(Words.pickMostReadableWord(wordSet)));
  }
  return texts;
}

function build(pattern: string): DFA | undefined {
  const syntax = parseSyntax(pattern);
  if (!syntax) return undefined;
  const parser = JS.Parser.fromAst(syntax);
  // Without the flag "u", refa counts UTF-16 units; characters below U+10000 are the same.
  const { expression, maxCharacter } = parser.parse({
    backreferences: "throw",
    assertions: "parse",
    maxNodes: MAX_NODES,
  });
  return alternativesOf(expression.alternatives, maxCharacter, false);
}

type Alternatives = readonly NoParent<Concatenation>[];

function alternativesOf(alternatives: Alternatives, maxCharacter: number, isAtStart: boolean): DFA {
  const all = NFA.empty({ maxCharacter });
  for (const { elements } of alternatives) all.union(alternativeOf(elements, maxCharacter, isAtStart));
  return determine(all);
}

type Elements = NoParent<Concatenation>["elements"];

function alternativeOf(elements: Elements, maxCharacter: number, isAtStart: boolean): DFA {
  const first = elements.findIndex((element) => !isEdge(element, "behind"));
  const opens = isAtStart || first !== 0;
  const rest = elements.slice(first === -1 ? elements.length : first);
  const lookarounds: NoParent<Assertion>[] = [];
  for (const element of opens ? rest : []) {
    if (element.type !== "Assertion" || element.kind !== "ahead" || isEdge(element, "ahead")) break;
    lookarounds.push(element);
  }
  const body = rest.slice(lookarounds.length);
  const closes = body.some((element, index) => index === body.length - 1 && isEdge(element, "ahead"));
  const inner = closes ? body.slice(0, -1) : body;
  const anything: Elements = [anyText(maxCharacter)];
  const texts = automatonOfElements([...(opens ? [] : anything), ...inner, ...(closes ? [] : anything)], maxCharacter);
  return lookarounds.reduce((accepted, lookaround) => {
    const found = alternativesOf(lookaround.alternatives, maxCharacter, true);
    if (lookaround.negate) found.complement();
    return DFA.fromIntersection(accepted, found, new DFA.LimitedNodeFactory(MAX_NODES));
  }, texts);
}

function automatonOfElements(elements: Elements, maxCharacter: number): DFA {
  const expression: NoParent<Expression> = { type: "Expression", alternatives: [{ type: "Concatenation", elements }] };
  const nfa = NFA.fromRegex(
    expression,
    { maxCharacter },
    { assertions: "throw" },
    new NFA.LimitedNodeFactory(MAX_NODES),
  );
  return determine(nfa);
}

function determine(nfa: NFA): DFA {
  const dfa = DFA.fromFA(nfa, new DFA.LimitedNodeFactory(MAX_NODES));
  dfa.minimize();
  return dfa;
}

/** Returns whether an assertion is `^` or `$`: no character before or after. */
function isEdge(element: Elements[number], kind: Assertion["kind"]): boolean {
  if (element.type !== "Assertion" || element.kind !== kind || !element.negate) return false;
  const [only, other] = element.alternatives;
  const [character] = only?.elements ?? [];
  return other === undefined && only?.elements.length === 1 && character !== undefined && isAnyCharacter(character);
}

function isAnyCharacter(element: Elements[number]): element is NoParent<CharacterClass> {
  return element.type === "CharacterClass" && element.characters.isAll;
}

function anyText(maxCharacter: number): Elements[number] {
  const characters = JS.createCharSet([{ min: 0, max: maxCharacter }], { unicode: maxCharacter > 0xffff });
  return {
    type: "Quantifier",
    min: 0,
    max: Infinity,
    lazy: false,
    alternatives: [{ type: "Concatenation", elements: [{ type: "CharacterClass", characters }] }],
  };
}

// refa throws on patterns that it cannot build: too many states, inner assertions, backreferences.
function bounded(make: () => DFA | undefined): DFA | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
