/**
 * Returns the vendor's id of a request, under either of the names that the contract gives its header; undefined if it
 * sent none.
 */
export function requestIdOf(headers: Headers | undefined): string | undefined {
  return headers?.get("x-request-id") ?? headers?.get("x-oneapi-request-id") ?? undefined;
}
