import type { Expression } from "./parse.ts";

/** A part of an expression to write in a specific way, instead of the simplest. */
export interface Plan {
  readonly at: Expression;
  /**
   * The count for a quantifier, the index for an alternative, the character for a class, or whether to write out a
   * lookaround.
   */
  readonly use: number | string | boolean;
}

const PREFERRED = "abxA01-_./ ";

/**
 * Writes the simplest string of an expression that the plans allow. It ignores lookarounds, so the string may not
 * match.
 */
export function write(expression: Expression, plans: readonly Plan[]): string {
  const groups = new Map<number | string, string>();
  return writePart(expression, plans, groups);
}

function writePart(part: Expression, plans: readonly Plan[], groups: Map<number | string, string>): string {
  const plan = plans.find(({ at }) => at === part)?.use;
  switch (part.kind) {
    case "sequence":
      return writeSequence(part.parts, plans, groups);
    case "choice":
      return writeOption(part.options[typeof plan === "number" ? plan : 0], plans, groups);
    case "characters":
      return typeof plan === "string" ? plan : preferred(part);
    case "repeat": {
      const count = typeof plan === "number" ? plan : Math.max(part.least, mentions(part.part, plans) ? 1 : 0);
      return Array.from({ length: count }, () => writePart(part.part, plans, groups)).join("");
    }
    case "edge":
      return typeof plan === "string" ? plan : "";
    case "lookaround":
      return plan === true || (plan === undefined && !part.negative) ? writePart(part.part, plans, groups) : "";
    case "group": {
      const text = writePart(part.part, plans, groups);
      groups.set(part.index, text);
      if (part.name !== undefined) groups.set(part.name, text);
      return text;
    }
    case "again":
      return groups.get(part.group) ?? "";
  }
}

// The text after a written-out lookahead has to be the same text, so the caller adds the rest.
function writeSequence(
  parts: readonly Expression[],
  plans: readonly Plan[],
  groups: Map<number | string, string>,
): string {
  const stop = parts.findIndex((part) => plans.some(({ at, use }) => at === part && use === true));
  const isLast = plans.some(({ at, use }) => at.kind === "edge" && at.at === "end" && use === false);
  return (stop >= 0 && isLast ? parts.slice(0, stop + 1) : parts)
    .map((part) => writePart(part, plans, groups))
    .join("");
}

function writeOption(
  option: Expression | undefined,
  plans: readonly Plan[],
  groups: Map<number | string, string>,
): string {
  return option ? writePart(option, plans, groups) : "";
}

/** Returns whether one of the plans concerns the expression or a part of it. */
export function mentions(expression: Expression, plans: readonly Plan[]): boolean {
  return plans.some(({ at }) => partsOf(expression).includes(at));
}

function innerOf(expression: Expression): readonly Expression[] {
  if (expression.kind === "sequence") return expression.parts;
  if (expression.kind === "choice") return expression.options;
  return "part" in expression ? [expression.part] : [];
}

const cachedParts = new WeakMap<Expression, readonly Expression[]>();

/** Returns an expression and all its parts, in order. */
export function partsOf(expression: Expression): readonly Expression[] {
  const known = cachedParts.get(expression);
  if (known) return known;
  const parts = [expression, ...innerOf(expression).flatMap(partsOf)];
  cachedParts.set(expression, parts);
  return parts;
}

function preferred(part: Expression & { kind: "characters" }): string {
  const { ranges } = part;
  const isIn = (point: number): boolean => ranges.some(([from, to]) => point >= from && point <= to);
  const liked = Array.from(PREFERRED).find((letter) => isIn(letter.charCodeAt(0)));
  return liked ?? String.fromCodePoint(ranges.find(([from]) => from >= 32)?.[0] ?? ranges[0]?.[0] ?? 97);
}
