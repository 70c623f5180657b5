import type { RequestRecord } from "./context.ts";

/** Options of a sandbox. */
export interface CreateSandboxOptions {
  /**
   * Speed of the clock relative to real time; 0 stops it, so that only `advance` moves it.
   * @default 60
   */
  readonly speed?: number | undefined;
  /**
   * Seed of all ids, an integer. The same seed, start and order of requests give the same ids.
   * @default a random one
   */
  readonly seed?: number | undefined;
  /**
   * Start time of the clock, from 1970 to 9999.
   * @default now, or the time of the contract's example when `speed` is 0
   */
  readonly start?: Date | undefined;
  /**
   * Credits to spend, from 0 to 1,000,000,000.
   * @default 1000
   */
  readonly credits?: number | undefined;
  /**
   * The only accepted API key, without blanks.
   * @default any
   */
  readonly expectKey?: string | undefined;
  /**
   * Host names, in lower case and without port, that may receive callbacks besides loopback, also over http. List
   * loopback here to allow callbacks to it in requests from web pages of other origins.
   * @default none
   */
  readonly allowCallbackHosts?: readonly string[] | undefined;
  /**
   * Host names, in lower case and without port, that may serve the page's controls (`/sandbox/*`) besides loopback.
   * @default the host of `publicUrl`
   */
  readonly allowHosts?: readonly string[] | undefined;
  /**
   * Base URL of result links.
   * @default the URL that each request was sent to, by its `Host` header
   */
  readonly publicUrl?: string | undefined;
  /**
   * Maximum number of kept tasks, at least 1; the oldest is removed first, and its reservation is released.
   * @default 1000
   */
  readonly keepTasks?: number | undefined;
  /**
   * Time limit of a callback receiver's response, in real milliseconds.
   * @default 10000, as the contract says
   */
  readonly callbackTimeout?: number | undefined;
  /**
   * Called after every response. Must not throw.
   * @default none
   */
  readonly onRequest?: ((record: RequestRecord) => void) | undefined;
}

/** Options of a sandbox that listens. */
export interface SandboxOptions extends CreateSandboxOptions {
  /**
   * TCP port; 0 takes a free one.
   * @default 0
   */
  readonly port?: number | undefined;
  /**
   * Address to listen on. With any but loopback, other machines can reach the sandbox.
   * @default "127.0.0.1"
   */
  readonly host?: string | undefined;
}
