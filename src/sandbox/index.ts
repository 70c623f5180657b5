import { assemble } from "./assemble.ts";
import type { Charge } from "./ledger.ts";
import type { SandboxOptions } from "./options.ts";
import { listen } from "./server.ts";
import type { TaskView } from "./view.ts";

export type { Attempt } from "./callbacks.ts";
export { faults, type Fault } from "./faults.ts";
export type { Charge, ChargeState } from "./ledger.ts";
export type { SandboxOptions } from "./options.ts";
export { scenarios, type Scenario, type Step } from "./scenarios.ts";
export type { HistoryEntry } from "./tasks.ts";
export type { TaskView } from "./view.ts";

/** A running sandbox. */
export interface Sandbox {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  /** Asks the sandbox without a socket; as the global `fetch` otherwise. A path alone will do as URL. */
  readonly fetch: typeof fetch;
  /** Every task that is kept, the oldest first. A snapshot. */
  readonly tasks: readonly TaskView[];
  /** What was reserved, charged and released for these tasks. A snapshot. */
  readonly charges: readonly Charge[];
  /** Moves the clock on by so many milliseconds; resolves when all that became due is done, callbacks included. */
  advance(milliseconds: number): Promise<void>;
  /** Lets running answers finish, then frees the port and every timer. */
  close(): Promise<void>;
}

/** Starts a sandbox. Rejects with the system's error (`EADDRINUSE`, …) when it cannot listen. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const parts = assemble(options);
  const server = await listen(parts.app, options.host ?? "127.0.0.1", options.port ?? 0);
  parts.site.url = server.url;
  return {
    url: server.url,
    fetch: parts.fetch,
    get tasks() {
      return parts.views();
    },
    get charges() {
      return parts.ledger.charges;
    },
    advance: (milliseconds) => parts.clock.advance(milliseconds),
    async close() {
      parts.stop();
      await server.close();
    },
  };
}
