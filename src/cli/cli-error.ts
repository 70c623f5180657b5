import { EXIT } from "./exit-codes.ts";

/** How to provide a key. */
export const KEY_PLACES: readonly string[] = [
  "Set EVOLINK_API_KEY, or give --api-key-file FILE (- for stdin).",
  "Create keys at https://evolink.ai/dashboard/keys",
];

/** Thrown for an error that the user can fix. */
export class CliError extends Error {
  override readonly name: string = "CliError";

  /**
   * @param message The error in one line, without values that may be secret.
   * @param exitCode The exit code of the process.
   * @param next What to do, a line each.
   */
  constructor(
    message: string,
    readonly exitCode: number,
    readonly next: readonly string[] = [],
  ) {
    super(message);
  }
}

/** Thrown for wrong usage, before anything is sent. */
export class UsageError extends CliError {
  override readonly name = "UsageError";

  constructor(message: string, next: readonly string[] = []) {
    super(message, EXIT.usage, next);
  }
}
