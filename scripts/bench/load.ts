import autocannon from "autocannon";

/** A request to send repeatedly. */
export interface Load {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; empty for no body. */
  readonly body: string;
  readonly connections: number;
}

/** Duration of a load: seconds, or a number of requests. */
export type Until = { readonly seconds: number } | { readonly requests: number };

/** Result of a load; times in milliseconds. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p99: number;
}

/** Sends a load and measures the responses. Rejects when a response is missing. */
export async function send({ body, ...load }: Load, until: Until): Promise<LoadResult> {
  const limit = "seconds" in until ? { duration: until.seconds } : { amount: until.requests };
  const { requests, latency, errors } = await autocannon({ ...load, ...limit, ...(body === "" ? {} : { body }) });
  if (errors > 0) throw new Error(`${String(errors)} requests to ${load.url} got no response`);
  return { perSecond: requests.average, p99: latency.p99 };
}
