/** What became of a mutant. */
export interface MutantResult {
  /** JSON pointer of the schema that was changed. */
  readonly pointer: string;
  /** The keyword of the schema. */
  readonly keyword: string;
  readonly operator: string;
  readonly outcome: "noticed" | "equivalent" | "survived";
  /** The case that noticed it, the normal form in which it is the original, or what was tried. */
  readonly reason: string;
  /** What Prism says, for a mutant that a request meets. */
  readonly prism?: "noticed" | "unnoticed";
}

/** Names a mutant: the same change of the same source has the same name in every run. */
export function nameOf({ pointer, keyword, operator }: Pick<MutantResult, "pointer" | "keyword" | "operator">): string {
  return `${pointer} ${keyword} ${operator}`;
}
