import { assertOptions, SANDBOX_OPTIONS } from "../assert-options.ts";
import { createCore, type WebSandbox } from "../create.ts";
import type { SandboxOptions } from "../options.ts";
import { listen } from "./server.ts";

/** A sandbox that listens. */
export interface Sandbox extends WebSandbox {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  /**
   * Waits for running responses, then frees the port and every timer.
   *
   * @example
   * afterAll(() => sandbox.close());
   */
  close(): Promise<void>;
}

const ANY_ADDRESS = ["0.0.0.0", "::", "127.0.0.1"];

/**
 * Starts a sandbox and serves it. Rejects with an `EvoLinkError` when an option is wrong, with the system's error when
 * it cannot listen.
 *
 * @param ownsProcess Whether the process only runs this server.
 */
export async function startServer(options: SandboxOptions, ownsProcess = false): Promise<Sandbox> {
  assertOptions(options, SANDBOX_OPTIONS);
  const { host = "127.0.0.1", port = 0, allowHosts = [] } = options;
  const ownHost = ANY_ADDRESS.includes(host) ? [] : [host.includes(":") ? `[${host}]` : host];
  const core = createCore({ ...options, allowHosts: [...allowHosts, ...ownHost] });
  const server = await listen(core, { host, port, ownsProcess });
  core.site.serverUrl = server.url;
  return Object.defineProperties({} as Sandbox, {
    ...Object.getOwnPropertyDescriptors(core.sandbox),
    url: { value: server.url, enumerable: true },
    close: {
      value: async () => {
        await core.sandbox.close();
        await server.close();
      },
      enumerable: true,
    },
  });
}
