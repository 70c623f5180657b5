import type { Part } from "./pattern-syntax.ts";

/** A nondeterministic automaton: from each state, the states that a character or nothing leads to. */
export interface Automaton {
  readonly start: number;
  readonly accept: number;
  readonly steps: readonly (readonly { readonly source: string | undefined; readonly to: number }[])[];
}

const MAX_STATES = 4000;

/** Any character, a line break included. */
export const ANY = "[\\s\\S]";

/** An automaton for the strings in which a pattern is found, or undefined when the pattern needs more than an automaton. */
export function automatonOf(pattern: Part): Automaton | undefined {
  const branches = pattern.kind === "choice" ? pattern.parts : [pattern];
  const parts = branches.map(anchored);
  if (parts.some((part) => part === undefined)) return undefined;
  const builder = new Builder();
  const [start, accept] = [builder.state(), builder.state()];
  for (const part of parts) if (part && !builder.add(part, start, accept)) return undefined;
  return { start, accept, steps: builder.steps };
}

/** A branch with its anchors replaced: where there is none, anything may stand before or after. */
function anchored(branch: Part): Part | undefined {
  const parts = branch.kind === "sequence" ? [...branch.parts] : [branch];
  const anything: Part = { kind: "repeat", part: { kind: "character", source: ANY }, min: 0, max: Infinity };
  const [first, last] = [parts[0], parts.at(-1)];
  const opens = first?.kind === "assertion" && first.source === "^";
  const closes = last?.kind === "assertion" && last.source === "$";
  const inner = parts.slice(opens ? 1 : 0, closes ? parts.length - 1 : parts.length);
  if (inner.some(hasAssertion)) return undefined;
  return { kind: "sequence", parts: [...(opens ? [] : [anything]), ...inner, ...(closes ? [] : [anything])] };
}

function hasAssertion(part: Part): boolean {
  if (part.kind === "assertion") return true;
  if (part.kind === "repeat") return hasAssertion(part.part);
  return part.kind !== "character" && part.parts.some(hasAssertion);
}

class Builder {
  readonly steps: { source: string | undefined; to: number }[][] = [];

  state(): number {
    this.steps.push([]);
    return this.steps.length - 1;
  }

  /** Adds a part between two states; false when the automaton grows too large. */
  add(part: Part, from: number, to: number): boolean {
    if (this.steps.length > MAX_STATES) return false;
    switch (part.kind) {
      case "character":
        this.#step(from, part.source, to);
        return true;
      case "assertion":
        return false;
      case "choice":
        return part.parts.every((choice) => this.add(choice, from, to));
      case "sequence":
        return this.#sequence(part.parts, from, to);
      case "repeat":
        return this.#repeat(part, from, to);
    }
  }

  #sequence(parts: readonly Part[], from: number, to: number): boolean {
    let current = from;
    for (const part of parts) {
      const next = this.state();
      if (!this.add(part, current, next)) return false;
      current = next;
    }
    this.#step(current, undefined, to);
    return true;
  }

  #repeat({ part, min, max }: Part & { kind: "repeat" }, from: number, to: number): boolean {
    if (min + (max === Infinity ? 1 : max) > MAX_STATES) return false;
    let current = from;
    const times = (count: number, optional: boolean): boolean => {
      for (let index = 0; index < count; index += 1) {
        if (optional) this.#step(current, undefined, to);
        const next = this.state();
        if (!this.add(part, current, next)) return false;
        current = next;
      }
      return true;
    };
    if (!times(min, false)) return false;
    if (max === Infinity) {
      const loop = this.state();
      this.#step(current, undefined, loop);
      const back = this.state();
      if (!this.add(part, loop, back)) return false;
      this.#step(back, undefined, loop);
      current = loop;
    } else if (!times(max - min, true)) return false;
    this.#step(current, undefined, to);
    return true;
  }

  #step(from: number, source: string | undefined, to: number): void {
    this.steps[from]?.push({ source, to });
  }
}
