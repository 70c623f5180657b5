import { EXIT } from "./exit-codes.ts";

/** Where a key belongs. */
export const KEY_PLACES: readonly string[] = [
  "Set EVOLINK_API_KEY, or give --api-key-file FILE (- for stdin).",
  "Keys are made at https://evolink.ai/dashboard/keys",
];

/** A command ends with an error that the person who typed it can do something about. */
export class CliError extends Error {
  override readonly name: string = "CliError";

  /**
   * @param message What is wrong, in one line. It holds no value that may be a secret.
   * @param exitCode What the process ends with.
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

/** The command was called in a way that it cannot follow. Nothing was sent. */
export class UsageError extends CliError {
  override readonly name = "UsageError";

  constructor(message: string, next: readonly string[] = []) {
    super(message, EXIT.usage, next);
  }
}
