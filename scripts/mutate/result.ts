/** The result of a mutant. */
export interface MutantResult {
  /** JSON pointer of the schema that was changed. */
  readonly pointer: string;
  /** The keyword of the schema. */
  readonly keyword: string;
  readonly operator: string;
  readonly outcome: "noticed" | "equivalent" | "survived";
  /** The case that detected it, the normal form in which it equals the original, or what was tried. */
  readonly reason: string;
  /** Prism's result, for a mutant that applies to a request. */
  readonly prism?: "noticed" | "unnoticed";
}

/** Names a mutant: the same change of the same source has the same name in every run. */
export function nameOf({ pointer, keyword, operator }: Pick<MutantResult, "pointer" | "keyword" | "operator">): string {
  return `${pointer} ${keyword} ${operator}`;
}
