/** First and last code point of a range. */
export type Range = readonly [from: number, to: number];

interface Characters {
  readonly ranges: readonly Range[];
  readonly negated: boolean;
}

const HIGHEST = 0x10ffff;
const CLASSES: Readonly<Record<string, readonly Range[]>> = {
  d: [[48, 57]],
  w: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
  s: [
    [9, 13],
    [32, 32],
    [160, 160],
    [0x1680, 0x1680],
    [0x2000, 0x200a],
    [0x2028, 0x2029],
    [0x202f, 0x202f],
    [0x205f, 0x205f],
    [0x3000, 0x3000],
    [0xfeff, 0xfeff],
  ],
};
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, 0: 0 };

/** The characters of `\d`, `\w`, `\s` and their opposites (ECMA-262, section 22.2.2.9). */
export function classOf(letter: string, inClass: boolean): Characters {
  const ranges = CLASSES[letter.toLowerCase()] ?? [];
  if (letter === letter.toLowerCase()) return { ranges, negated: false };
  return inClass ? { ranges: complement(ranges), negated: false } : { ranges, negated: true };
}

/** The characters that an escape stands for, without its backslash. A property class is sampled among the first 0x3000 characters. */
export function escapeOf(escape: string): Characters {
  const property = /^[pP]\{/.test(escape) ? new RegExp(`\\${escape}`, "u") : undefined;
  if (property) return { ranges: sampled(property), negated: false };
  const hex = /^[ux]\{?([0-9A-Fa-f]+)\}?$/.exec(escape);
  const control = escape.startsWith("c") && escape.length === 2 ? escape.charCodeAt(1) % 32 : CONTROLS[escape];
  const point = hex?.[1] === undefined ? (control ?? escape.codePointAt(0) ?? 0) : Number.parseInt(hex[1], 16);
  return { ranges: [[point, point]], negated: false };
}

/** The ranges that are left when ranges are taken away from all characters; surrogates are left out. */
export function complement(ranges: readonly Range[]): readonly Range[] {
  const sorted = [...ranges, [0xd800, 0xdfff] as const].sort((a, b) => a[0] - b[0]);
  const rest: Range[] = [];
  let next = 0;
  for (const [from, to] of sorted) {
    if (from > next) rest.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  if (next <= HIGHEST) rest.push([next, HIGHEST]);
  return rest;
}

function sampled(property: RegExp): readonly Range[] {
  const ranges: [number, number][] = [];
  for (let point = 32; point < 0x3000; point += 1) {
    if (!property.test(String.fromCodePoint(point))) continue;
    const last = ranges.at(-1);
    if (last?.[1] === point - 1) last[1] = point;
    else ranges.push([point, point]);
  }
  return ranges.slice(0, 6);
}
