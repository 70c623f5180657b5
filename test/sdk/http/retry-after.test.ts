// Protects the delays before retries: `Retry-After` in seconds or as a date is parsed by RFC 9110, and
// everything else is ignored.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { retryAfter } from "../../../src/sdk/http/retry-after.ts";

const TEN_YEARS = 315_360_000_000;
const NOW = Date.UTC(2026, 10, 29, 12, 0, 0);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Case {
  readonly name: string;
  readonly value: string;
  /** The `Date` header of the response. */
  readonly date?: string;
  /** In milliseconds, or undefined when the header is ignored. */
  readonly expected: number | undefined;
}

const SECONDS: readonly Case[] = [
  { name: "zero", value: "0", expected: 0 },
  { name: "seconds", value: "120", expected: 120_000 },
  { name: "leading zeros", value: "007", expected: 7_000 },
  { name: "spaces around it", value: "  3\t", expected: 3_000 },
  { name: "a number in the range of years is seconds", value: "2030", expected: 2_030_000 },
  { name: "a huge number is ten years", value: "99999999999", expected: TEN_YEARS },
  { name: "more digits than a number holds is ten years", value: "9".repeat(400), expected: TEN_YEARS },
];

const DATES: readonly Case[] = [
  { name: "in the future", value: "Sun, 29 Nov 2026 12:00:05 GMT", expected: 5_000 },
  { name: "in the past", value: "Sun, 29 Nov 2026 11:59:00 GMT", expected: 0 },
  {
    name: "counts from the response's Date, whose server's clock is fast",
    value: "Sun, 29 Nov 2026 13:00:30 GMT",
    date: "Sun, 29 Nov 2026 13:00:00 GMT",
    expected: 30_000,
  },
  {
    name: "counts from the response's Date, whose server's clock is slow",
    value: "Sun, 29 Nov 2026 10:00:30 GMT",
    date: "Sun, 29 Nov 2026 10:00:00 GMT",
    expected: 30_000,
  },
  {
    name: "counts from this machine's clock when Date is malformed",
    value: "Sun, 29 Nov 2026 12:00:09 GMT",
    date: "yesterday",
    expected: 9_000,
  },
  { name: "the obsolete form of RFC 850", value: "Sunday, 29-Nov-26 12:00:05 GMT", expected: 5_000 },
  { name: "the form of RFC 850, 40 years ahead", value: "Saturday, 29-Nov-66 12:00:00 GMT", expected: TEN_YEARS },
  { name: "the form of RFC 850, a year of the past century", value: "Sunday, 06-Nov-94 08:49:37 GMT", expected: 0 },
  { name: "the form of RFC 850, 50 years ahead", value: "Sunday, 29-Nov-76 12:00:00 GMT", expected: TEN_YEARS },
  {
    name: "the form of RFC 850, 51 years ahead is of the past century",
    value: "Monday, 29-Nov-77 12:00:00 GMT",
    expected: 0,
  },
  { name: "the obsolete form of asctime, which is in GMT", value: "Sun Nov 29 12:00:05 2026", expected: 5_000 },
  { name: "asctime with a day of one digit", value: "Tue Dec  1 12:00:00 2026", expected: 172_800_000 },
  {
    name: "obsolete in both headers",
    value: "Sun Nov 29 13:00:07 2026",
    date: "Sunday, 29-Nov-26 13:00:00 GMT",
    expected: 7_000,
  },
  { name: "the year 9999 is ten years", value: "Fri, 31 Dec 9999 23:59:59 GMT", expected: TEN_YEARS },
];

const IGNORED = [
  { name: "a fraction", value: "1.5" },
  { name: "a fraction without an integer part", value: ".5" },
  { name: "a negative number", value: "-5" },
  { name: "a sign", value: "+5" },
  { name: "an exponent", value: "1e3" },
  { name: "hexadecimal", value: "0x10" },
  { name: "a unit", value: "5s" },
  { name: "two values", value: "5, 10" },
  { name: "a word", value: "soon" },
  { name: "infinity", value: "Infinity" },
  { name: "an empty value", value: "" },
  { name: "a date of ISO 8601", value: "2026-11-29T12:00:05Z" },
  { name: "a day without a time", value: "29 Nov 2026" },
  { name: "a month and a year", value: "Nov 2026" },
  { name: "another time zone", value: "Sun, 29 Nov 2026 12:00:05 +0100" },
  { name: "no time zone", value: "Sun, 29 Nov 2026 12:00:05" },
  { name: "a month that does not exist", value: "Sun, 29 Foo 2026 12:00:05 GMT" },
  { name: "a date with text before it", value: "On Sun, 29 Nov 2026 12:00:05 GMT" },
  { name: "a date of RFC 850 with text before it", value: "On Sunday, 29-Nov-26 12:00:05 GMT" },
  { name: "a date of RFC 850 with text after it", value: "Sunday, 29-Nov-26 12:00:05 GMT+1" },
  { name: "a date of asctime with text before it", value: "On Sun Nov 29 12:00:05 2026" },
  { name: "a date of asctime with text after it", value: "Sun Nov 29 12:00:05 2026 GMT" },
  { name: "a date with text after it", value: "Sun, 29 Nov 2026 12:00:05 GMT, 5" },
];

function parse({ value, date }: Pick<Case, "value" | "date">): number | undefined {
  return retryAfter(new Headers({ "retry-after": value, ...(date === undefined ? {} : { date }) }));
}

describe("seconds", () => {
  test.each(SECONDS)("$name", (one) => {
    expect(parse(one)).toBe(one.expected);
  });
});

describe("a date", () => {
  test.each(DATES)("$name", (one) => {
    expect(parse(one)).toBe(one.expected);
  });
});

describe("is ignored", () => {
  test.each(IGNORED)("$name", (one) => {
    expect(parse(one)).toBeUndefined();
  });

  test("no header, and no response", () => {
    expect(retryAfter(new Headers())).toBeUndefined();
    expect(retryAfter(undefined)).toBeUndefined();
  });
});
