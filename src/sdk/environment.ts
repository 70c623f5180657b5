import { EvoLinkError } from "./errors/errors.ts";
import type { ClientOptions, LogLevel } from "./options.ts";
import { runtime } from "./runtime.ts";

/** What the environment sets; what is missing or blank is undefined. */
export interface Environment {
  readonly apiKey: string | undefined;
  readonly baseUrl: string | undefined;
  readonly logLevel: LogLevel | undefined;
}

/**
 * Reads `EVOLINK_API_KEY`, `EVOLINK_BASE_URL` and `EVOLINK_LOG`. The environment is not touched when both the API key
 * and the base URL are given: Deno asks the user for permission. Throws an `EvoLinkError` when it is denied.
 */
export function readEnvironment(options: ClientOptions): Environment {
  const isNeeded = options.apiKey === undefined || options.baseUrl === undefined;
  try {
    return environmentOf(isNeeded ? (runtime.process?.env ?? {}) : {});
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EvoLinkError(`The environment cannot be read: pass apiKey and baseUrl, or allow it (${reason})`, {
      cause,
    });
  }
}

function environmentOf(variables: Readonly<Record<string, unknown>>): Environment {
  return {
    apiKey: valueOf(variables.EVOLINK_API_KEY),
    baseUrl: valueOf(variables.EVOLINK_BASE_URL),
    logLevel: valueOf(variables.EVOLINK_LOG)?.toLowerCase() as LogLevel | undefined,
  };
}

/** What imitates Node's environment may hold other values than texts. */
function valueOf(variable: unknown): string | undefined {
  const value = typeof variable === "string" ? variable.trim() : "";
  return value === "" ? undefined : value;
}
