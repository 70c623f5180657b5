import { createCore } from "../create.ts";
import type { Sandbox } from "../index.ts";
import type { SandboxOptions } from "../options.ts";
import { listen } from "./server.ts";

const ANY_ADDRESS = ["0.0.0.0", "::", "127.0.0.1"];

/** Starts a sandbox and serves it. */
export async function startServer(options: SandboxOptions): Promise<Sandbox> {
  const { host = "127.0.0.1", port = 0, allowHosts = [] } = options;
  const ownHost = ANY_ADDRESS.includes(host) ? [] : [host.includes(":") ? `[${host}]` : host];
  const { sandbox, app, site } = createCore({ ...options, allowHosts: [...allowHosts, ...ownHost] });
  const server = await listen(app, host, port);
  site.serverUrl = server.url;
  return Object.defineProperties({} as Sandbox, {
    ...Object.getOwnPropertyDescriptors(sandbox),
    url: { value: server.url, enumerable: true },
    close: {
      value: async () => {
        await sandbox.close();
        await server.close();
      },
      enumerable: true,
    },
  });
}
