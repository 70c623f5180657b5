import type { Context, Requirement } from "../schema/keyword.ts";
import type { Choices } from "./choices.ts";

/** Input of a search: the target constraint and the source of choices. */
export interface Search {
  readonly context: Context;
  readonly choices: Choices;
  /** The target constraint; when it is to be violated, its other requirements are ignored. */
  readonly target: { readonly key: string; readonly breaks: boolean } | undefined;
  /**
   * Whether the constraint alone has to decide, or it is enough that the value is accepted or that the constraint is
   * violated together with others.
   */
  readonly mode: "decide" | "accept" | "break";
  /** Whether the value has to be exactly at the boundary. */
  readonly isPinned: boolean;
  readonly progress: Progress;
}

/** State of a search. */
export interface Progress {
  /** Path of the value that is being built. */
  readonly trail: (string | number)[];
  /** Path of the target value. */
  hole: readonly (string | number)[] | undefined;
  /** Whether something failed that other choices or more work might have reached. */
  gaveUp: boolean;
}

/** A value that was built. */
export interface Built {
  readonly value: unknown;
}

/** Builds a value that meets all requirements, or undefined when none is found within the search's budget. */
export type Build = (
  requirements: readonly Requirement[],
  search: Search,
  depth?: number,
  exclude?: readonly unknown[],
) => Built | undefined;

/** Enters a property or an item of the value that is being built. */
export function within<T>({ progress: { trail } }: Search, key: string | number, work: () => T): T {
  trail.push(key);
  const result = work();
  trail.pop();
  return result;
}
