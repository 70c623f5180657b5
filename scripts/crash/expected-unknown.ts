import type { ProcessRun } from "./process.ts";

/** What the deaths of a batch's processes allow and demand of the items of unknown outcome. */
export class ExpectedUnknown {
  /** A crash fell into their window, or their process itself did not know. */
  readonly may = new Set<string>();
  /** A crash fell between the moment when the request could leave and that when its end was being written. */
  readonly must = new Set<string>();

  /** Takes in how a process ran and ended. */
  learn({ marks }: ProcessRun): void {
    const open = new Set<string>();
    const certain = new Set<string>();
    for (const { mark, key } of marks) {
      if (mark === "begins") open.add(key);
      if (mark === "begun") certain.add(key);
      if (mark === "ends" || mark === "unknown") certain.delete(key);
      if (mark === "ended" || mark === "unknown") open.delete(key);
      if (mark === "unknown") {
        this.may.add(key);
        this.must.add(key);
      }
    }
    for (const key of open) this.may.add(key);
    for (const key of certain) this.must.add(key);
  }

  /** What is wrong with a list of items of unknown outcome. */
  faultsOf(unknown: readonly string[]): string[] {
    const listed = new Set(unknown);
    return [
      ...unknown
        .filter((key) => !this.may.has(key))
        .map((key) => `${key} was set aside, but no crash fell between its request and its id`),
      ...[...this.must]
        .filter((key) => !listed.has(key))
        .map((key) => `${key} was not set aside, but a crash fell between its request and its id`),
    ];
  }
}
