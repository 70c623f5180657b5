import type { RequestRecord } from "../../sandbox/index.ts";

/** Status of a response without sufficient credits. */
const NO_CREDITS = 402;

/**
 * Returns one line about a request: method, path, status, milliseconds and task; a second line has advice when the
 * credits have run out. Control characters in the request are not printed.
 */
export function requestLine({ method, path, status, milliseconds, taskId }: RequestRecord): string {
  const words = [method.padEnd(4), path, status ?? "reset", `${milliseconds.toFixed(1)} ms`, taskId ?? ""];
  const line = words
    .join(" ")
    .trimEnd()
    .replaceAll(/\p{Cc}/gu, "?");
  const hint = "     No credits are left: top them up or reset on the page, or start with more (--credits N)";
  return status === NO_CREDITS ? `${line}\n${hint}\n` : `${line}\n`;
}
