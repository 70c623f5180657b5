import { EvoLinkError } from "./errors.ts";

const TIMES = ["timeout", "deadline", "maxWait", "interval", "maxRequestsPerSecond"] as const;

/** Throws an `EvoLinkError` when an option that is a time or a rate is not a number above 0. */
export function checkTimes(options: Partial<Readonly<Record<(typeof TIMES)[number], unknown>>>): void {
  for (const name of TIMES) {
    const value = options[name];
    if (value === undefined || (typeof value === "number" && value > 0)) continue;
    const unit = name === "maxRequestsPerSecond" ? "requests a second" : "milliseconds";
    throw new EvoLinkError(`${name} must be a number of ${unit} above 0, got ${value as string}`);
  }
}
