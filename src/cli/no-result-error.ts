/** Thrown for a completed task without a result. */
export class NoResultError extends Error {
  override readonly name = "NoResultError";

  constructor(readonly taskId: string) {
    super(`${taskId} is completed without a result: there is no video to save.`);
  }
}
