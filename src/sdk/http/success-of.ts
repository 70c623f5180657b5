import { EvoLinkError } from "../errors/errors.ts";
import type { WithResponse } from "../options.ts";
import type { Call } from "./call.ts";
import { readableError } from "./readable-error.ts";

/** Resolves to what a call succeeded with. `retryingFetch` rejects with the error of anything else. */
export async function successOf<T>(call: Call, request: Promise<{ readonly data?: T }>): Promise<WithResponse<T>> {
  const failure = await request.then(
    () => undefined,
    (error: unknown) => error,
  );
  // What an odd response of a custom fetch throws once the call has succeeded does not matter.
  if (call.success !== undefined) {
    const { data, status, headers, requestId } = call.success;
    // `retryingFetch` has validated the body.
    return { data: data as T, status, headers, requestId };
  }
  if (failure instanceof EvoLinkError) throw failure;
  const cause = readableError(failure);
  throw new EvoLinkError(`The request could not be made: ${String(cause)}`, { cause });
}
