import type { ProcessRun } from "./process.ts";

/** Which items must and which may have an unknown outcome, by the crashes of a batch's processes. */
export class ExpectedUnknown {
  /** Items whose process crashed while the outcome was open, or reported it as unknown. */
  readonly may = new Set<string>();
  /** Items whose process crashed after the request could be sent and before its result was being written. */
  readonly must = new Set<string>();

  /** Records how a process ran and ended. */
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

  /** Returns what is wrong with a list of items of unknown outcome. */
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
