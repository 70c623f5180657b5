import { retryAfter } from "../http/retry-after.ts";
import { DownloadError } from "./download-error.ts";

const FIRST_DELAY = 250;
const MAX_DELAY = 8_000;

/** A download has no deadline, so it fails rather than stay silent for longer than this when a server asks for it. */
const MAX_RETRY_AFTER = 120_000;

/**
 * Returns the milliseconds to wait before the next attempt, or undefined when another attempt cannot help. Reading a
 * result costs nothing, so everything that may pass is retried: broken connections, 408, 429 and 5xx.
 *
 * @param failures How many attempts failed before this one.
 */
export function retryDelay(error: unknown, failures: number): number | undefined {
  if (!(error instanceof DownloadError) || !mayPass(error)) return undefined;
  const requested = retryAfter(error.headers) ?? 0;
  if (requested > MAX_RETRY_AFTER) return undefined;
  return Math.max(requested, Math.min(FIRST_DELAY * 2 ** failures, MAX_DELAY));
}

function mayPass({ reason, status = 0 }: DownloadError): boolean {
  if (reason === "network" || reason === "incomplete") return true;
  return reason === "refused" && (status === 408 || status === 429 || status >= 500);
}
