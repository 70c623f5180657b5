import { comparePatterns } from "../../patterns/compare.ts";
import type { Forms } from "./forms.ts";
import type { Term } from "./record.ts";

/** Returns whether the numbers of a term are within the bounds of another, and multiples of its `multipleOf`. */
export function boundsIncluded(a: Term, b: Term): boolean {
  const low = a.minimum > b.minimum || (a.minimum === b.minimum && (a.aboveMinimum || !b.aboveMinimum));
  const high = a.maximum < b.maximum || (a.maximum === b.maximum && (a.belowMaximum || !b.belowMaximum));
  const steps = [...a.multiples, ...(a.integer ? [1] : [])];
  const whole = !b.integer || steps.some((step) => Number.isInteger(step));
  return low && high && whole && b.multiples.every((step) => steps.some((own) => isMultiple(own, step)));
}

/**
 * Returns whether a step is a multiple of another, as decimal numbers and not as binary floating-point numbers.
 */
function isMultiple(step: number, of: number): boolean {
  const ratio = step / of;
  return Math.round(ratio) >= 1 && Math.abs(ratio - Math.round(ratio)) < 1e-9;
}

/** Returns whether the patterns and formats of a term imply those of another. */
export function textIncluded(a: Term, b: Term): boolean {
  return (
    b.patterns.every(
      (pattern) =>
        a.patterns.includes(pattern) ||
        ["", ...a.patterns].some((own) => comparePatterns(own, pattern)?.included === true),
    ) && b.formats.every((format) => a.formats.includes(format) || impliedFormat(a, format))
  );
}

function impliedFormat(a: Term, format: string): boolean {
  const within = a.minimum >= -(2 ** 31) && a.maximum <= 2 ** 31 - 1;
  if (format === "int32") return a.integer && within;
  return format === "int64" && (a.integer || a.formats.includes("int32"));
}

/** Returns whether the lengths or counts of a term are within those of another. */
export function sizeIncluded(forms: Forms, a: Term, b: Term): boolean {
  const least = a.kind === "object" ? Math.max(a.minSize, a.required.size) : a.minSize;
  if (least < b.minSize) return false;
  return a.maxSize <= b.maxSize || mostMembers(forms, a) <= b.maxSize;
}

/** Returns the maximum number of properties or items that a term allows by its names or positions. */
function mostMembers(forms: Forms, term: Term): number {
  if (term.kind === "array") {
    const closed = term.arrays
      .filter((shape) => forms.of([shape.items]).length === 0)
      .map((shape) => shape.prefix.length);
    return Math.min(Infinity, ...closed);
  }
  const closed = term.objects.filter((shape) => shape.patterns.size === 0 && forms.of([shape.additional]).length === 0);
  return Math.min(Infinity, ...closed.map((shape) => shape.properties.size));
}
