import { ANY, automatonOf, type Automaton } from "./automaton.ts";
import { readPattern } from "./pattern-syntax.ts";
import { regex } from "./record.ts";

/** What is known of two patterns: that the second allows whatever the first does, a string that only the first allows, or nothing. */
export type PatternOrder =
  { readonly included: true } | { readonly included: false; readonly counterexample: string } | undefined;

const MAX_PAIRS = 20_000;
const kept = new Map<string, PatternOrder>();

/** Whether every string in which `a` is found is one in which `b` is found; decided with automata for patterns without look-around. */
export function comparePatterns(a: string, b: string): PatternOrder {
  const key = `${a}\n${b}`;
  if (kept.has(key)) return kept.get(key);
  const order = decide(a, b);
  kept.set(key, order);
  return order;
}

function decide(a: string, b: string): PatternOrder {
  const [left, right] = [automatonOf(readPattern(a)), automatonOf(readPattern(b))];
  if (!left || !right) return undefined;
  const characters = representatives([left, right]);
  if (!characters) return undefined;
  const order = search(left, right, characters);
  if (order?.included !== false) return order;
  return regex(a).test(order.counterexample) && !regex(b).test(order.counterexample) ? order : undefined;
}

/** One character for each way in which the one-character patterns of both automata can match, or undefined when that is not known. */
function representatives(automata: readonly Automaton[]): ReadonlyMap<string, ReadonlySet<string>> | undefined {
  const sources = [...new Set(automata.flatMap(({ steps }) => steps.flat().map(({ source }) => source)))].filter(
    (source) => source !== undefined && source !== ANY,
  );
  if (sources.some((source) => /\\[pP]|\\u\{|[\u{10000}-\u{10FFFF}]/u.test(source ?? ""))) return undefined;
  const tests = sources.map((source) => [source ?? "", regex(`^(?:${source ?? ""})$`)] as const);
  const found = new Map<string, readonly [string, ReadonlySet<string>]>();
  for (const point of points()) {
    const character = String.fromCodePoint(point);
    const matched = tests.filter(([, test]) => test.test(character)).map(([source]) => source);
    const signature = matched.join("\n");
    if (!found.has(signature)) found.set(signature, [character, new Set([...matched, ANY])]);
  }
  return new Map(found.values());
}

/** All characters of the basic plane but the surrogates, readable ones first, and one beyond it. */
function* points(): Generator<number> {
  for (let point = 0x61; point <= 0x7a; point += 1) yield point;
  for (let point = 0x20; point < 0xd800; point += 1) yield point;
  for (let point = 0; point < 0x20; point += 1) yield point;
  for (let point = 0xe000; point <= 0xffff; point += 1) yield point;
  yield 0x1f600;
}

/** Walks both automata together, breadth first, until a string is accepted by the first only. */
function search(left: Automaton, right: Automaton, characters: ReadonlyMap<string, ReadonlySet<string>>): PatternOrder {
  const queue = [{ a: closure(left, [left.start]), b: closure(right, [right.start]), text: "" }];
  const seen = new Set<string>();
  for (const current of queue) {
    if (current.a.includes(left.accept) && !current.b.includes(right.accept))
      return { included: false, counterexample: current.text };
    for (const [character, sources] of characters) {
      const a = closure(left, moves(left, current.a, sources));
      if (a.length === 0) continue;
      const b = closure(right, moves(right, current.b, sources));
      const key = `${a.join(",")}|${b.join(",")}`;
      if (seen.has(key)) continue;
      if (seen.size > MAX_PAIRS) return undefined;
      seen.add(key);
      queue.push({ a, b, text: current.text + character });
    }
  }
  return { included: true };
}

function moves({ steps }: Automaton, states: readonly number[], sources: ReadonlySet<string>): number[] {
  return states.flatMap((state) =>
    (steps[state] ?? []).filter(({ source }) => source !== undefined && sources.has(source)).map(({ to }) => to),
  );
}

function closure({ steps }: Automaton, states: readonly number[]): number[] {
  const reached = new Set(states);
  for (const state of reached)
    for (const { source, to } of steps[state] ?? []) if (source === undefined) reached.add(to);
  return [...reached].sort((a, b) => a - b);
}
