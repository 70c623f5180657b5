import type { DeriveOptions } from "../derive.ts";

/**
 * Returns a filter of parts whose operation and location contain one of the texts, such as `POST /v1/videos` or `body`.
 * Without texts, it accepts every part.
 */
export function partsNamed(texts: readonly string[]): NonNullable<DeriveOptions["only"]> {
  const wanted = texts.map((text) => text.toLowerCase());
  return ({ operation, location }) => {
    const name = `${operation} ${location}`.toLowerCase();
    return wanted.length === 0 || wanted.some((text) => name.includes(text));
  };
}
