/**
 * The faults that a request can ask for, by the name in `Prefer: fault=NAME`.
 *
 * @example
 * for (const [name, description] of Object.entries(faults)) console.log(`Prefer: fault=${name}`, description);
 */
export const faults = {
  reset_before: "The connection is reset before the request is accepted; no task is created.",
  reset_after: "The connection is reset after the request is accepted; a task is created, but its id is lost.",
  cut_json: "The request is accepted, but the JSON response is cut off in the middle.",
  html_502: "The request is accepted, but a proxy responds with 502 and an HTML page.",
  slow: "The response is delayed by 5 real seconds.",
  callback_lost: "The callback is never sent.",
  callback_doubled: "The callback is sent twice.",
  callback_delayed: "The callback is delayed by 60 seconds.",
  callback_reordered: "The callback waits until that of another task has been sent, for at most 60 seconds.",
} as const;

/** Name of a fault. */
export type Fault = keyof typeof faults;

/** Name of a fault of callbacks. */
export type CallbackFault = Extract<Fault, `callback_${string}`>;

/** The faults of callbacks. */
export const callbackFaults = Object.keys(faults).filter((name): name is CallbackFault => name.startsWith("callback_"));

/** Delay of a delayed callback and maximum delay of a reordered one, in milliseconds. */
export const CALLBACK_DELAY_MS = 60_000;

/** Delay of a slow response, in real milliseconds. */
export const SLOW_RESPONSE_MS = 5_000;

/** The response body of a proxy whose service is down. */
export const PROXY_PAGE =
  "<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";
