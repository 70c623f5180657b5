import type { Given } from "./arguments.ts";
import { readInput } from "./input.ts";
import { KEY_PLACES, UsageError } from "./usage-error.ts";

/** Throws a `UsageError`, which does not hold the key, when one stands among the arguments. */
export function refuseKeyInArguments(args: readonly string[]): void {
  if (!args.some((arg) => /^--?api[-_]?key(=|$)/i.test(arg))) return;
  throw new UsageError(
    "A key on the command line is refused: it shows in process lists and in the shell's history.",
    KEY_PLACES,
  );
}

/** The API key from the file or the environment. Throws a `UsageError` when there is none. */
export async function keyOf(given: Given): Promise<string> {
  const file = given.text("api-key-file");
  const key = file === undefined ? process.env.EVOLINK_API_KEY : await readInput("api-key-file", file);
  const trimmed = key?.trim() ?? "";
  if (trimmed !== "") return trimmed;
  throw new UsageError(
    file === undefined ? "There is no API key." : "The file of --api-key-file holds no key.",
    KEY_PLACES,
  );
}
