import { KEY_PLACES, UsageError } from "./cli-error.ts";
import { readInput } from "./input.ts";
import type { ConnectionOptions } from "./shared-options.ts";

/** Reads the API key from the file or the environment. Throws a `UsageError` when there is none. */
export async function readApiKey({ apiKeyFile }: ConnectionOptions): Promise<string> {
  const key = apiKeyFile === undefined ? process.env.EVOLINK_API_KEY : await readInput("--api-key-file", apiKeyFile);
  const trimmed = key?.trim() ?? "";
  if (trimmed !== "") return trimmed;
  throw new UsageError(
    apiKeyFile === undefined ? "There is no API key." : "The file of --api-key-file holds no key.",
    KEY_PLACES,
  );
}
