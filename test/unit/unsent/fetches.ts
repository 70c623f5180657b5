import { request } from "node:https";
import nodeFetchPackage from "node-fetch";
import { Agent, fetch as undiciFetch, ProxyAgent, type RequestInit as UndiciInit } from "undici";
import type { Fetch } from "../../../src/sdk/index.ts";

/** node-fetch, a fetch over `node:http`. Its types and the DOM's differ, what is used of them is the same. */
export const nodeFetch = nodeFetchPackage as unknown as Fetch;

/** undici's own `fetch` with what its `Agent` is given for connections. */
export function undiciWith(connect: NonNullable<Agent.Options["connect"]>): Fetch {
  return through(new Agent({ connect }));
}

/** undici's own `fetch` through a proxy on loopback. */
export function undiciThroughProxy(port: number): Fetch {
  return through(new ProxyAgent({ uri: `http://127.0.0.1:${port}`, requestTls: { rejectUnauthorized: false } }));
}

function through(dispatcher: Agent | ProxyAgent): Fetch {
  // undici's types and the DOM's differ, what is used of them is the same.
  return (url, init) => undiciFetch(url, { ...init, dispatcher } as UndiciInit) as unknown as Promise<Response>;
}

/** A fetch as programs write it over `node:https`, which rejects as `fetch` does. */
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

/** A fetch that rejects with this error. */
export function throwing(error: unknown): Fetch {
  // Rejecting with what a runtime rejects with, an `Error` or not, is what is tested.
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
  return () => Promise.reject(error);
}
