import type { Task } from "../../../generated/types.ts";

/** The part of a client that reads tasks. An `EvoLink` is one. */
export interface TaskReader {
  /** Reads tasks. */
  readonly tasks: {
    /** Reads the task with this id once. */
    get(id: string, options?: { readonly signal?: AbortSignal }): PromiseLike<Task>;
  };
}
