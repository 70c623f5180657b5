import type { ClientContext } from "./context.ts";
import { redactErrors } from "./http/redact-errors.ts";
import type { ApiPromise, WithResponse } from "./options.ts";

/** Returns a promise of the body of a call that resolves to the whole response. No error of it shows the API key. */
export function toApiPromise<T>(
  { redactor }: Pick<ClientContext, "redactor">,
  call: () => Promise<WithResponse<T>>,
): ApiPromise<T> {
  const whole = redactErrors(redactor, call());
  const data = whole.then((response) => response.data);
  return Object.assign(data, {
    withResponse: () => {
      // The caller handles a failure of the whole response; without this the other promise's would be unhandled.
      data.catch(() => undefined);
      return whole;
    },
  });
}
