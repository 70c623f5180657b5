import { EvoLink, EvoLinkError, type Fetch, type Logger } from "../sdk/index.ts";
import type { Given } from "./arguments.ts";
import { keyOf } from "./key.ts";
import type { Output } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/** The client as the options want it; it tells of warnings and repetitions. Throws a `UsageError` when key or base URL are of no use. */
export async function connect(given: Given, output: Output): Promise<EvoLink> {
  const apiKey = await keyOf(given);
  output.hide(apiKey);
  try {
    return new EvoLink({
      apiKey,
      baseUrl: given.text("base-url"),
      ...tellingOfRepetitions(output),
      onWarning: (warning) => output.warn(warning),
      onDrift: ({ message }) => output.warn(`The answer is not as the contract says: ${message}`),
    });
  } catch (error) {
    throw error instanceof EvoLinkError ? new UsageError(error.message.replace(/^baseUrl/, "The base URL")) : error;
  }
}

/** A failed attempt is told when the next one begins: if there is none, the error tells. */
function tellingOfRepetitions(output: Output): { readonly fetch: Fetch; readonly logger: Logger } {
  let failed: string | undefined;
  let repetitions = 0;
  const note = (message: string): void => {
    failed = message;
  };
  const ignore = (): void => undefined;
  return {
    logger: { debug: ignore, info: ignore, warn: note, error: note },
    fetch: (url, init) => {
      if (failed !== undefined) {
        repetitions += 1;
        // The 1st, 2nd, 4th, 8th …: a long outage would fill the screen.
        if (Number.isInteger(Math.log2(repetitions)))
          output.note(`${failed}; trying again${repetitions === 1 ? "" : ` (repetition ${repetitions})`}`);
      }
      failed = undefined;
      return fetch(url, init);
    },
  };
}
