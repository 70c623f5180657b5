import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { fetchPackages } from "./servers.ts";

const run = promisify(execFile);

/** Fetched when it is needed, in no lock file. Its load takes less of a processor than the servers do, so that they are what is measured. */
const AUTOCANNON = "autocannon@9.0.0";

/** What to send. */
export interface Load {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON text; empty for none. */
  readonly body: string;
  readonly connections: number;
}

/** For how long to send: a time in seconds, or a number of requests. */
export type Until = { readonly seconds: number } | { readonly requests: number };

/** What came of it. Times in milliseconds. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p99: number;
}

/** The part of autocannon's JSON result that is used. */
interface Reported {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p99: number };
  readonly errors: number;
}

/** Sends a load and measures the answers. */
export type Loader = (load: Load, until: Until) => Promise<LoadResult>;

/** Fetches the load generator into `folder`. Rejects when the registry cannot be reached. */
export async function loader(folder: string): Promise<Loader> {
  await fetchPackages(folder, [AUTOCANNON]);
  const command = join(folder, "node_modules", "autocannon", "autocannon.js");
  return async ({ url, method, headers, body, connections }, until) => {
    const limit = "seconds" in until ? ["--duration", String(until.seconds)] : ["--amount", String(until.requests)];
    const fields = Object.entries(headers).flatMap(([name, value]) => ["--headers", `${name}: ${value}`]);
    const content = body === "" ? [] : ["--body", body];
    const { stdout } = await run(process.execPath, [
      command,
      "--json",
      "--connections",
      String(connections),
      "--method",
      method,
      ...limit,
      ...fields,
      ...content,
      url,
    ]);
    const { requests, latency, errors } = JSON.parse(stdout) as Reported;
    if (errors > 0) throw new Error(`${String(errors)} requests to ${url} were not answered`);
    return { perSecond: requests.average, p99: latency.p99 };
  };
}
