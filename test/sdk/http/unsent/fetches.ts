import { request } from "node:https";
import nodeFetchPackage from "node-fetch";
import { Agent, fetch as undiciFetch, ProxyAgent, type RequestInit as UndiciInit } from "undici";
import type { Fetch } from "../../../../src/sdk/index.ts";

/** node-fetch, a fetch over `node:http`. Its types differ from the DOM's, but not in what is used here. */
export const nodeFetch = nodeFetchPackage as unknown as Fetch;

/** Returns the `fetch` of the undici package, whose `Agent` has these connect options. */
export function undiciWith(connect: NonNullable<Agent.Options["connect"]>): Fetch {
  return through(new Agent({ connect }));
}

/** Returns the `fetch` of the undici package through a proxy on loopback. */
export function undiciThroughProxy(port: number): Fetch {
  return through(new ProxyAgent({ uri: `http://127.0.0.1:${port}`, requestTls: { rejectUnauthorized: false } }));
}

function through(dispatcher: Agent | ProxyAgent): Fetch {
  // undici's types differ from the DOM's, but not in what is used here.
  return (url, init) => undiciFetch(url, { ...init, dispatcher } as UndiciInit) as unknown as Promise<Response>;
}

/** Returns a fetch over `node:https` that rejects like the built-in one. */
export function fetchOverHttps(ca: string): Fetch {
  return (url, init) =>
    new Promise((resolve, reject) => {
      const headers = Object.fromEntries(init.headers as Headers);
      const outgoing = request(url, {
        method: init.method,
        headers,
        agent: false,
        ca,
        signal: init.signal ?? undefined,
      });
      outgoing.on("error", (cause) => reject(new TypeError("fetch failed", { cause })));
      outgoing.on("response", (incoming) => {
        resolve(new Response(null, { status: incoming.statusCode ?? 500 }));
      });
      outgoing.end(init.body);
    });
}

/** Returns a fetch that rejects with this error. */
export function throwing(error: unknown): Fetch {
  // A runtime may reject with a value that is not an `Error`.
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
  return () => Promise.reject(error);
}
