/** Pseudo-random numbers in [0, 1) that depend on the seed alone (mulberry32 over an FNV-1a hash of the seed). */
export function randomFrom(seed: string): () => number {
  let state = 2166136261;
  for (let index = 0; index < seed.length; index += 1) state = Math.imul(state ^ seed.charCodeAt(index), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The decisions of a search: first options in the beginning, then increasingly random ones. Also limits the work.
 */
export class Choices {
  readonly #random: () => number;
  /** From 0 for the simplest value to 1 for random choices. */
  readonly wildness: number;
  #budget: number;
  #made = 0;

  constructor(seed: string, wildness: number, budget: number) {
    this.#random = randomFrom(seed);
    this.wildness = wildness;
    this.#budget = budget;
  }

  /** Returns the number of decisions that had more than one option. */
  get made(): number {
    return this.#made;
  }

  /** Spends one unit of work; returns false when none is left. */
  spend(): boolean {
    this.#budget -= 1;
    return this.#budget >= 0;
  }

  /** Returns whether to do something optional. */
  venture(share = 1): boolean {
    if (this.wildness > 0) this.#made += 1;
    return this.#random() < this.wildness * share;
  }

  /**
   * Returns one of the options: the first, or a random one. `tries` counts the earlier failed attempts.
   */
  pick<T>(options: readonly T[], tries = 0): T | undefined {
    if (options.length > 1) this.#made += 1;
    const tame = tries === 0 && !this.venture();
    return options[tame ? 0 : Math.floor(this.#random() * options.length)];
  }

  /** Returns the options, with the one that `pick` would choose first. */
  order<T>(options: readonly T[], tries = 0): readonly T[] {
    const first = this.pick(options, tries);
    return first === undefined ? options : [first, ...options.filter((option) => option !== first)];
  }
}
