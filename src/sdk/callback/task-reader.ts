import type { Task } from "../../../generated/types.ts";

/** The part of a client that reads tasks. */
export interface TaskReader {
  readonly tasks: {
    /** Reads the task with this id once. */
    get(id: string, options?: { readonly signal?: AbortSignal }): PromiseLike<Task>;
  };
}
