/**
 * Returns the candidate that was probably meant: one that differs by at most a third of the name, else one with the
 * name as one of its words; undefined when none does.
 */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, apart: distance(name, candidate) }))
    .sort((a, b) => a.apart - b.apart);
  const [best] = ranked;
  if (best !== undefined && best.apart <= Math.max(1, name.length / 3)) return best.candidate;
  return candidates.find((candidate) => candidate.split("-").includes(name));
}

/** Insertions, deletions and replacements that lead from one text to another (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, character] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(to).entries()) {
      next.push(
        Math.min((next[column] ?? 0) + 1, (row[column + 1] ?? 0) + 1, (row[column] ?? 0) + Number(character !== other)),
      );
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
