/** Where a key belongs. */
export const KEY_PLACES =
  "Set EVOLINK_API_KEY, or give --api-key-file FILE (- for stdin).\nKeys are made at https://evolink.ai/dashboard/keys";

/** The command was called in a way that it cannot follow. Nothing was sent. Its message never holds a value that may be a secret. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  /** `next` says what to do, where the help of the command does not. */
  constructor(
    message: string,
    readonly next?: string,
  ) {
    super(message);
  }
}
