import { qualityCreditsPerSecond } from "../../generated/constants.ts";
import type { Credits, Quality } from "../../generated/types.ts";

/** State of the credits of a task. */
export type ChargeState = "reserved" | "charged" | "released";

/** The credits of one task. */
export interface Charge {
  /** Id of the task. */
  readonly taskId: string;
  /** In credits. */
  readonly credits: number;
  /** State of the credits. */
  readonly state: ChargeState;
}

/** Credits are counted in millionths, so that sums are exact. */
const UNIT = 1_000_000;
const toUnits = (credits: number): number => Math.round(credits * UNIT);
const toCredits = (units: number): number => units / UNIT;

/** Returns the price of a video, in credits. */
export function priceOf(quality: Quality, seconds: number): number {
  return toCredits(toUnits(qualityCreditsPerSecond[quality]) * seconds);
}

/**
 * The credits of one user: reserved when a task is created, charged when it is completed, released when it ends
 * otherwise.
 */
export class Ledger {
  readonly #start: number;
  #total: number;
  #used = 0;
  #reserved = 0;
  readonly #charges = new Map<string, Charge>();

  /** @param credits The initial balance. */
  constructor(credits: number) {
    this.#start = toUnits(credits);
    this.#total = this.#start;
  }

  /** Returns the credits that are neither spent nor reserved. */
  get remaining(): number {
    return toCredits(this.#total - this.#used - this.#reserved);
  }

  /** Returns the credits that completed tasks have cost. */
  get used(): number {
    return toCredits(this.#used);
  }

  /** Returns the credits reserved for unfinished tasks. */
  get reserved(): number {
    return toCredits(this.#reserved);
  }

  /** Returns the charges of the kept tasks, oldest first. */
  get charges(): Charge[] {
    return [...this.#charges.values()];
  }

  /** Reserves credits for a task. Returns false, and changes nothing, when the balance is too low. */
  reserve(taskId: string, credits: number): boolean {
    if (toUnits(credits) > this.#total - this.#used - this.#reserved) return false;
    this.#reserved += toUnits(credits);
    this.#charges.set(taskId, { taskId, credits, state: "reserved" });
    return true;
  }

  /** Settles a reservation. Does nothing when the task is settled already or unknown. */
  settle(taskId: string, state: "charged" | "released"): void {
    const charge = this.#charges.get(taskId);
    if (charge?.state !== "reserved") return;
    const units = toUnits(charge.credits);
    this.#reserved -= units;
    if (state === "charged") this.#used += units;
    this.#charges.set(taskId, { ...charge, state });
  }

  /** Removes the charge of a task. A reservation is released; charged credits stay spent. */
  forget(taskId: string): void {
    // Stryker disable next-line StringLiteral: any state but "charged" will do, the charge is deleted.
    this.settle(taskId, "released");
    this.#charges.delete(taskId);
  }

  /** Adds credits to spend. */
  add(credits: number): void {
    this.#total += toUnits(credits);
  }

  /** Removes every charge and resets the balance. */
  reset(): void {
    this.#total = this.#start;
    this.#used = 0;
    this.#reserved = 0;
    this.#charges.clear();
  }

  /** Returns the response of `getCredits`. The key has no limit of its own. */
  balance(): Credits {
    const credits = { remaining_credits: this.remaining, used_credits: this.used };
    return { success: true, message: "", data: { token: { ...credits, unlimited_credits: false }, user: credits } };
  }
}
