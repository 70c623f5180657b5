/** A missed aim, with the reason. */
export interface Exception {
  /** Matches the text of the aim. */
  readonly pattern: RegExp;
  readonly reason: string;
}

/** The aims that may be missed. The site shows the reasons; a missed aim without a reason fails the build. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    pattern: /overhead of a validated create/,
    reason:
      "the body is validated before it is sent, and the response is read piece by piece so that a cut-off one keeps the task's id; runs give 2.9 to 3.4, a difference of 10 µs, where a create lasts seconds ([why](../decisions/client-size.md))",
  },
  {
    pattern: /event loop delay at 10,000 waits/,
    reason: "the longest delay while 10,000 waits begin at once varies between runs, from 16 to 28 ms",
  },
  {
    pattern: /megabytes for the largest document/,
    reason:
      "Node collects garbage late while memory is free; with `--max-old-space-size=350` the same documents stay under the aim",
  },
];
