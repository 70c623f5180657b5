import { Agent, request } from "node:http";

/** What to send, and for how long. */
export interface Load {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connections: number;
  /** Ends after so many requests … */
  readonly requests: number;
  /** … or so many seconds, whichever comes first. */
  readonly seconds: number;
}

/** What came of it. Times in milliseconds. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers by status; 0 stands for none. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** Keeps so many connections busy, one request after another on each. */
async function run(load: Load): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const began = performance.now();
  const end = began + load.seconds * 1000;
  let left = load.requests;
  const worker = async (): Promise<void> => {
    while (left-- > 0 && performance.now() < end) {
      const before = performance.now();
      const status = await send(load, agent);
      times.push(performance.now() - before);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: load.connections }, worker));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), statuses };
}

function send({ url, method, headers, body }: Load, agent: Agent): Promise<number> {
  return new Promise((resolve) => {
    const lengths = body === "" ? {} : { "Content-Length": Buffer.byteLength(body) };
    const sent = request(url, { method, agent, headers: { ...headers, ...lengths } }, (response) => {
      response.on("end", () => resolve(response.statusCode ?? 0)).on("error", () => resolve(0)).resume();
    });
    sent.on("error", () => resolve(0)).end(body);
  });
}

// A process of its own, so that it does not share a thread with what it measures: the load comes in as JSON, the result goes out.
if (process.argv[1] === import.meta.filename) console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? "") as Load)));
