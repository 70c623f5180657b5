import type { ApiPromise, WithResponse } from "./options.ts";

/** The promise of a call, from that of its whole answer. */
export function withResponse<T>(answer: Promise<WithResponse<T>>): ApiPromise<T> {
  const data = answer.then((whole) => whole.data);
  return Object.assign(data, {
    withResponse: () => {
      // Who asks for the whole answer hears of its failure there; without this the other promise would count as unhandled.
      data.catch(() => undefined);
      return answer;
    },
  });
}
