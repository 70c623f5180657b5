const SECONDS = /^\d+$/;

/**
 * The three forms of a date that a recipient has to accept (RFC 9110, section 5.6.7): the preferred one, RFC 850's and
 * asctime's. `Date.parse` alone would take "1.5" for a day in 2001, and asctime's form for local time.
 */
const HTTP_DATES = [
  /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^[A-Z][a-z]+day, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
];

/** Ten years: more cannot be meant, and less than what a `Date` can hold. */
const LONGEST_DELAY = 315_360_000_000;

/**
 * Returns the milliseconds that `Retry-After` asks to wait (RFC 9110, section 10.2.3), at most ten years, or undefined
 * if it is missing or of neither form. A date counts from the response's own `Date`, so that it does not matter whether
 * this machine's clock is right.
 */
export function retryAfter(headers: Headers | undefined): number | undefined {
  if (headers === undefined) return undefined;
  // A missing header is the text "null" here, which has neither form.
  const value = String(headers.get("retry-after"));
  if (SECONDS.test(value)) return Math.min(Number(value) * 1000, LONGEST_DELAY);
  const retryAt = parseHttpDate(value);
  if (retryAt === undefined) return undefined;
  const sentAt = parseHttpDate(String(headers.get("date"))) ?? Date.now();
  return Math.min(Math.max(0, retryAt - sentAt), LONGEST_DELAY);
}

/** The groups of each of `HTTP_DATES`. */
type DateParts = Readonly<Record<"day" | "month" | "year" | "time", string>>;

function parseHttpDate(value: string): number | undefined {
  const match = HTTP_DATES.map((form) => form.exec(value)).find((found) => found !== null);
  if (match === undefined) return undefined;
  // The compiler does not read the names of groups.
  const { day, month, year, time } = match.groups as DateParts;
  const date = Date.parse(`${Number(day)} ${month} ${fullYear(year)} ${time} GMT`);
  return Number.isNaN(date) ? undefined : date;
}

/** Two digits that seem to be more than 50 years ahead mean the past century (RFC 9110, section 5.6.7). */
function fullYear(year: string): string {
  if (year.length === 4) return year;
  const thisYear = new Date().getUTCFullYear();
  const inThisCentury = thisYear - (thisYear % 100) + Number(year);
  return String(inThisCentury > thisYear + 50 ? inThisCentury - 100 : inThisCentury);
}
