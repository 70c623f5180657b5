import { taskIdPrefix } from "./contract.ts";

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Creates random-looking ids, which are the same for the same seed and order of calls. Not for secrets. */
export class Ids {
  #state: number;

  /** @param seed An integer; only its lowest 32 bits are used. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Returns the id of a task that is created at `now`, in milliseconds since 1970. */
  task(now: number): string {
    return `${taskIdPrefix}${Math.floor(now / 1000)}-${this.#digits(8, 36)}`;
  }

  /** Returns the id of a request that arrives at `now`: the time in UTC to the second, then nine random digits. */
  request(now: number): string {
    return new Date(now).toISOString().slice(0, 19).replace(/\D/g, "") + this.#digits(9, 10);
  }

  #digits(count: number, base: number): string {
    let digits = "";
    while (digits.length < count) digits += DIGITS.charAt(Math.floor(this.#next() * base));
    return digits;
  }

  /** Returns the next number of a 32-bit counter with a multiplicative hash, in [0, 1). */
  #next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  }
}
