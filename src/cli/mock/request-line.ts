import type { RequestRecord } from "../../sandbox/index.ts";

/** Status of a response to a request that the credits do not suffice for. */
const NO_CREDITS = 402;

/**
 * Returns one line about a request: method, path, status, milliseconds and task; a second one says what helps when the
 * credits have run out. What comes from the request is printed without control characters.
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
