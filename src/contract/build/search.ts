import type { Context, Requirement } from "../schema/keyword.ts";
import type { Choices } from "./choices.ts";

/** What one search is about: the constraint to decide, and how choices are made. */
export interface Search {
  readonly context: Context;
  readonly choices: Choices;
  /** The constraint that is aimed at; when it is to be broken, no other requirement for it counts. */
  readonly target: { readonly key: string; readonly breaks: boolean } | undefined;
  /**
   * Whether the constraint has to decide, or it is enough that the value is accepted, or that the constraint is broken
   * among others.
   */
  readonly mode: "decide" | "accept" | "break";
  /** True when the value has to be right at the boundary. */
  readonly isPinned: boolean;
  readonly progress: Progress;
}

/** What changes while a search goes on. */
export interface Progress {
  /** Names and indexes that lead to the value that is being built. */
  readonly trail: (string | number)[];
  /** Where the value stands that the steps of the search lead to. */
  hole: readonly (string | number)[] | undefined;
  /** True once something failed that another choice, or more work, might have reached. */
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

/** Notes that what is built next is a property or an item of what is being built. */
export function within<T>({ progress: { trail } }: Search, key: string | number, work: () => T): T {
  trail.push(key);
  const result = work();
  trail.pop();
  return result;
}
