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
 * The decisions of one search: the first option at the beginning, then more and more chance; and a limit to the work.
 */
export class Choices {
  readonly #random: () => number;
  /** 0 for the plainest value, up to 1 for pure chance. */
  readonly wildness: number;
  #budget: number;
  #made = 0;

  constructor(seed: string, wildness: number, budget: number) {
    this.#random = randomFrom(seed);
    this.wildness = wildness;
    this.#budget = budget;
  }

  /** Returns how many decisions were made that could have gone otherwise. */
  get made(): number {
    return this.#made;
  }

  /** Takes one unit of work; false when there is none left. */
  spend(): boolean {
    this.#budget -= 1;
    return this.#budget >= 0;
  }

  /** Returns whether to do what is not needed. */
  venture(share = 1): boolean {
    if (this.wildness > 0) this.#made += 1;
    return this.#random() < this.wildness * share;
  }

  /**
   * Returns one of the options: the first, unless chance has it otherwise. `tries` counts the attempts that failed
   * before.
   */
  pick<T>(options: readonly T[], tries = 0): T | undefined {
    if (options.length > 1) this.#made += 1;
    const tame = tries === 0 && !this.venture();
    return options[tame ? 0 : Math.floor(this.#random() * options.length)];
  }

  /** Returns the options with the one that `pick` would choose in front. */
  order<T>(options: readonly T[], tries = 0): readonly T[] {
    const first = this.pick(options, tries);
    return first === undefined ? options : [first, ...options.filter((option) => option !== first)];
  }
}
