import { matchesInTime, PatternTooCostlyError } from "../../patterns/match.ts";
import { probesOf, type Probes } from "../../patterns/probe.ts";
import { DocumentError } from "./problems.ts";

// Far more than a good pattern needs, so that a busy machine does not change which cases are derived.
const TIME_LIMIT = 5000;
const tooCostly = new Map<string, string>();

/**
 * Returns whether a pattern matches somewhere in a text; an invalid pattern matches every text.
 * @throws DocumentError for a pattern with catastrophic backtracking.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  return inTime(pattern, () => matchesInTime(pattern, text, TIME_LIMIT));
}

/**
 * Returns texts on both sides of a pattern.
 * @throws DocumentError for a pattern with catastrophic backtracking.
 */
export function patternProbes(pattern: string): Probes {
  return inTime(pattern, () => probesOf(pattern));
}

function inTime<T>(pattern: string, read: () => T): T {
  const known = tooCostly.get(pattern);
  if (known !== undefined) throw new DocumentError(known);
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PatternTooCostlyError)) throw error;
    tooCostly.set(pattern, error.message);
    throw new DocumentError(error.message);
  }
}
