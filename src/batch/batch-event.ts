/** What happens in a run. `key` names the item. */
export type BatchEvent =
  /** The run begins: the number of items in the file, and how many of them are already finished. */
  | { readonly event: "start"; readonly journal: string; readonly items: number; readonly finished: number }
  /** A notice: an incomplete journal line that was removed, or a warning of the client. */
  | { readonly event: "note"; readonly message: string }
  /** The task exists and is charged. `credits` is the vendor's reservation, or else the estimate. */
  | { readonly event: "accepted"; readonly key: string; readonly taskId: string; readonly credits: number }
  /** A poll of the task. `progress` is in percent. */
  | {
      readonly event: "progress";
      readonly key: string;
      readonly taskId: string;
      readonly status: string;
      readonly progress: number | undefined;
    }
  | { readonly event: "completed"; readonly key: string; readonly taskId: string; readonly results: readonly string[] }
  | { readonly event: "saved"; readonly key: string; readonly files: readonly string[] }
  | { readonly event: "failed"; readonly key: string; readonly taskId: string; readonly message: string }
  /** Certainly not accepted. */
  | { readonly event: "refused"; readonly key: string; readonly message: string }
  /** Perhaps accepted: set aside for a person. */
  | { readonly event: "unknown"; readonly key: string; readonly message: string }
  /** Left for another run: it took too long, or its result could not be saved. */
  | { readonly event: "left"; readonly key: string; readonly message: string }
  /** Accepted, but the journal could not be written: note this id by hand. */
  | { readonly event: "unrecorded"; readonly key: string; readonly taskId: string; readonly message: string }
  /** No more videos are created in this run; accepted tasks are followed to their end. */
  | { readonly event: "halt"; readonly message: string };

/** Reports that a task completed without a result: it is charged, and there is nothing to save. */
export function reportNoResult(onEvent: (event: BatchEvent) => void, key: string, taskId: string): void {
  onEvent({ event: "note", message: `${key}: task ${taskId} completed without a result` });
}
