import type { RequestRecord } from "./context.ts";

/** How a sandbox is set up. */
export interface CreateSandboxOptions {
  /**
   * How many times faster than real time the clock runs; 0 stops it, so that only `advance` moves it.
   * @default 60
   */
  readonly speed?: number | undefined;
  /**
   * Seed of all ids, a whole number. The same seed, start and order of requests give the same ids.
   * @default a random one
   */
  readonly seed?: number | undefined;
  /**
   * What the clock begins with, from 1970 to 9999.
   * @default now, or the time of the contract's example when `speed` is 0
   */
  readonly start?: Date | undefined;
  /**
   * Credits to spend, from 0 to 1,000,000,000.
   * @default 1000
   */
  readonly credits?: number | undefined;
  /**
   * The only API key that is accepted, without blanks.
   * @default any
   */
  readonly expectKey?: string | undefined;
  /**
   * Host names, in lower case and without port, that callbacks may be sent to besides loopback, over http as well. Name
   * loopback here to let web pages of other origins have it called.
   * @default none
   */
  readonly allowCallbackHosts?: readonly string[] | undefined;
  /**
   * Host names, in lower case and without port, at which the page's controls (`/sandbox/*`) may be used besides
   * loopback.
   * @default the host of `publicUrl`
   */
  readonly allowHosts?: readonly string[] | undefined;
  /**
   * Base URL that result links begin with.
   * @default the URL that each request was sent to, by its `Host` header
   */
  readonly publicUrl?: string | undefined;
  /**
   * How many tasks are kept, 1 or more; the oldest is forgotten first, and what it has reserved is released.
   * @default 1000
   */
  readonly keepTasks?: number | undefined;
  /**
   * Real milliseconds that a callback's receiver has to respond.
   * @default 10000, as the contract says
   */
  readonly callbackTimeout?: number | undefined;
  /**
   * Called after every response. Must not throw.
   * @default none
   */
  readonly onRequest?: ((record: RequestRecord) => void) | undefined;
}

/** How a sandbox that listens is set up. */
export interface SandboxOptions extends CreateSandboxOptions {
  /**
   * TCP port, 0 for any that is free.
   * @default 0
   */
  readonly port?: number | undefined;
  /**
   * Address to listen on. Others can reach the sandbox at any but loopback.
   * @default "127.0.0.1"
   */
  readonly host?: string | undefined;
}
