import type { ContractCase, CoverageRow, Derivation } from "../case.ts";

/** Styles a text, or returns it unchanged. */
export type Paint = (style: "bold" | "green" | "red" | "dim", text: string) => string;

/**
 * Returns the derivation as JSON: cases and coverage, with only the fields that other tools use. A missing value is
 * null.
 */
export function asJson({ cases, coverage }: Derivation): string {
  const plainCases = cases.map(({ operation, location, pointer, keyword, valid, value }) => ({
    operation,
    location,
    pointer,
    keyword,
    valid,
    value: value ?? null,
  }));
  const plainCoverage = coverage.map(({ operation, location, pointer, keyword, side, covered, reason }) => ({
    operation,
    location,
    pointer,
    keyword,
    side,
    covered,
    reason,
  }));
  return `${JSON.stringify({ cases: plainCases, coverage: plainCoverage }, null, 2)}\n`;
}

/**
 * Returns the derivation as a table for people: cases and covered sides by operation and location, then the sides that
 * are not covered.
 */
export function asTable({ cases, coverage }: Derivation, paint: Paint): string {
  const groups = [...new Set(coverage.map(groupOf))];
  const rows = groups.map((group) => {
    const [own, sides] = [
      cases.filter((one) => groupOf(one) === group),
      coverage.filter((row) => groupOf(row) === group),
    ];
    const covered = sides.filter((row) => row.covered).length;
    return [
      group,
      String(own.filter(({ valid }) => valid).length),
      String(own.filter(({ valid }) => !valid).length),
      `${covered}/${sides.length}`,
    ];
  });
  const table = columns([["operation and location", "accepted", "refused", "covered"], ...rows]);
  const [head = "", ...body] = table;
  const missed = coverage.filter(({ covered }) => !covered);
  const total = `${cases.length} cases, ${coverage.length - missed.length} of ${coverage.length} sides covered`;
  const misses = missed.map(
    (row) => `${paint("red", "not covered")} ${groupOf(row)} ${row.pointer} ${row.keyword} ${row.side}: ${row.reason}`,
  );
  return `${[paint("bold", head), ...body, ...misses, paint(missed.length === 0 ? "green" : "red", total)].join("\n")}\n`;
}

/** Escapes control characters, which could move a terminal's cursor. */
export function printable(text: string, kept = ""): string {
  return text.replace(/\p{Cc}/gu, (character) => {
    if (kept.includes(character)) return character;
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Returns a case as a line of JSON, with the fields of `asJson`. */
export function caseLine({ operation, location, pointer, keyword, valid, value }: ContractCase): string {
  return `${JSON.stringify({ operation, location, pointer, keyword, valid, value: value ?? null })}\n`;
}

function groupOf({ operation, location }: ContractCase | CoverageRow): string {
  return `${operation}  ${location}`;
}

/** Returns the lines of a table: the first column is aligned left, the others right. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
}
