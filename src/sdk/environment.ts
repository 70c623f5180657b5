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
 * and the base URL are given: Deno asks the user for permission.
 */
export function readEnvironment(options: ClientOptions): Environment {
  const isNeeded = options.apiKey === undefined || options.baseUrl === undefined;
  const variables = isNeeded ? (runtime.process?.env ?? {}) : {};
  return {
    apiKey: valueOf(variables.EVOLINK_API_KEY),
    baseUrl: valueOf(variables.EVOLINK_BASE_URL),
    logLevel: valueOf(variables.EVOLINK_LOG)?.toLowerCase() as LogLevel | undefined,
  };
}

function valueOf(variable: string | undefined): string | undefined {
  const value = variable?.trim();
  return value === "" ? undefined : value;
}
