const SECONDS = /^\d+$/;

/** The form of date that RFC 9110, section 5.6.7, wants to be generated; `Date` alone would take "1.5" for a day in 2001. */
const HTTP_DATE = /^[A-Za-z]{3}, \d{2} [A-Za-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Ten years: more cannot be meant, and less than what a `Date` can hold. */
const LONGEST_SECONDS = 315_360_000;

/**
 * Returns the milliseconds that `Retry-After` asks to wait (RFC 9110, section 10.2.3), or undefined if it is missing or of neither
 * form. A date counts from the response's own `Date`, so that it does not matter whether this machine's clock is right.
 */
export function retryAfter(headers: Headers | undefined): number | undefined {
  const value = headers?.get("retry-after")?.trim() ?? "";
  if (SECONDS.test(value)) return Math.min(Number(value), LONGEST_SECONDS) * 1000;
  const retryAt = httpDate(value);
  if (retryAt === undefined) return undefined;
  const sentAt = httpDate(headers?.get("date")?.trim() ?? "") ?? Date.now();
  return Math.max(0, retryAt - sentAt);
}

function httpDate(value: string): number | undefined {
  const time = HTTP_DATE.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
