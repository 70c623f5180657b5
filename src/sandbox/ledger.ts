import { qualityCreditsPerSecond } from "../../generated/constants.ts";
import type { Credits, Quality } from "../../generated/types.ts";

/** What became of the credits of a task. */
export type ChargeState = "reserved" | "charged" | "released";

/** The credits of one task. */
export interface Charge {
  /** Id of the task. */
  readonly taskId: string;
  /** In credits. */
  readonly credits: number;
  /** What became of the credits. */
  readonly state: ChargeState;
}

/** Credits are counted in millionths, so that sums are exact. */
const UNIT = 1_000_000;
const toUnits = (credits: number): number => Math.round(credits * UNIT);
const toCredits = (units: number): number => units / UNIT;

/** Price of a video, in credits. */
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

  /** @param credits What there is to spend. */
  constructor(credits: number) {
    this.#start = toUnits(credits);
    this.#total = this.#start;
  }

  /** Credits that are neither spent nor reserved. */
  get remaining(): number {
    return toCredits(this.#total - this.#used - this.#reserved);
  }

  /** Credits that completed tasks have cost. */
  get used(): number {
    return toCredits(this.#used);
  }

  /** Credits held back for unfinished tasks. */
  get reserved(): number {
    return toCredits(this.#reserved);
  }

  /** Returns the charges of the tasks that are still known, the oldest first. */
  get charges(): Charge[] {
    return [...this.#charges.values()];
  }

  /** Holds credits back for a task. Returns false, and changes nothing, when they do not suffice. */
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

  /** Forgets the charge of a task; a reservation is released, what was charged stays charged. */
  forget(taskId: string): void {
    // Stryker disable next-line StringLiteral: any state but "charged" will do, the charge is deleted.
    this.settle(taskId, "released");
    this.#charges.delete(taskId);
  }

  /** Adds credits to spend. */
  add(credits: number): void {
    this.#total += toUnits(credits);
  }

  /** Forgets every charge; what there is to spend is as at the start. */
  reset(): void {
    this.#total = this.#start;
    this.#used = 0;
    this.#reserved = 0;
    this.#charges.clear();
  }

  /** Returns the response of `getCredits`. The key has no limit of its own below that of its user. */
  balance(): Credits {
    const credits = { remaining_credits: this.remaining, used_credits: this.used };
    return { success: true, message: "", data: { token: { ...credits, unlimited_credits: false }, user: credits } };
  }
}
