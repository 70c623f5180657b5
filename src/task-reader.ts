import type { Task } from "../generated/types.ts";

/** The part of a client that reads tasks. */
export interface TaskReader {
  readonly tasks: { get(id: string, options?: { readonly signal?: AbortSignal }): PromiseLike<Task> };
}
