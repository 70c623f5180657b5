/** How a sandbox is set up. */
export interface SandboxOptions {
  /** TCP port. Default 0: any that is free. */
  readonly port?: number | undefined;
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** How many times faster than real time the clock runs; 0 stops it, so that only `advance` moves it. Default 60. */
  readonly speed?: number | undefined;
  /** Seed of all ids, an integer. The same seed, start and order of requests give the same ids. Default: any. */
  readonly seed?: number | undefined;
  /** What the clock begins with. Default: now, or the time of the contract's example when `speed` is 0. */
  readonly start?: Date | undefined;
  /** Credits to spend. Default 1000. */
  readonly credits?: number | undefined;
  /** The only API key that is accepted. Default: any. */
  readonly expectKey?: string | undefined;
  /** Hosts, besides loopback, that callbacks may be sent to. Default: none. */
  readonly allowCallbackHosts?: readonly string[] | undefined;
  /** How many tasks are kept; the oldest is forgotten first, and what it has reserved is released. Default 1000. */
  readonly keepTasks?: number | undefined;
  /** Real milliseconds that a callback's receiver has to answer. Default: the contract's 10 seconds. */
  readonly callbackTimeout?: number | undefined;
}
