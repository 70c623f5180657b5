/**
 * What can go wrong on the way, by the name that `Prefer: fault=NAME` takes.
 *
 * @example
 * for (const [name, description] of Object.entries(faults)) console.log(`Prefer: fault=${name}`, description);
 */
export const faults = {
  reset_before: "The connection is reset before the request is accepted: nothing happens.",
  reset_after: "The connection is reset after the request was accepted: a task is created, but its id is lost.",
  cut_json: "The request is accepted, but the JSON of the response is cut off in the middle.",
  html_502: "The request is accepted, but a proxy responds with 502 and a page of HTML.",
  slow: "The response comes late, by 5 real seconds.",
  callback_lost: "The callback is never sent.",
  callback_doubled: "The callback is sent twice.",
  callback_delayed: "The callback is sent 60 seconds late.",
  callback_reordered: "The callback waits for that of another task to be sent first, 60 seconds at most.",
} as const;

/** Name of a fault. */
export type Fault = keyof typeof faults;

/** Name of a fault of callbacks. */
export type CallbackFault = Extract<Fault, `callback_${string}`>;

/** The faults of callbacks. */
export const callbackFaults = Object.keys(faults).filter((name): name is CallbackFault => name.startsWith("callback_"));

/** How late a delayed callback is, and how long a reordered one waits at most, in milliseconds. */
export const CALLBACK_DELAY_MS = 60_000;

/** How late a slow response is, in real milliseconds. */
export const SLOW_RESPONSE_MS = 5_000;

/** What a proxy responds with when the service behind it is gone. */
export const PROXY_PAGE =
  "<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";
