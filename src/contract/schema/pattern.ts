import { matchesInTime, PatternTooCostlyError } from "../../patterns/match.ts";
import { probesOf, type Probes } from "../../patterns/probe.ts";
import { DocumentError } from "./problems.ts";

/**
 * Whether a text matches a pattern somewhere; what is no pattern matches everything.
 * @throws DocumentError for a pattern that backtracks without end.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  return inTime(() => matchesInTime(pattern, text));
}

/**
 * Texts on both sides of a pattern.
 * @throws DocumentError for a pattern that backtracks without end.
 */
export function patternProbes(pattern: string): Probes {
  return inTime(() => probesOf(pattern));
}

function inTime<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof PatternTooCostlyError ? new DocumentError(error.message) : error;
  }
}
