import type { WebSandbox } from "./create.ts";
import type { SandboxOptions } from "./options.ts";

export type { Attempt } from "./callbacks.ts";
export type { RequestRecord } from "./context.ts";
export { createSandbox, type WebSandbox } from "./create.ts";
export { faults, type Fault } from "./faults.ts";
export type { Charge, ChargeState } from "./ledger.ts";
export type { CreateSandboxOptions, SandboxOptions } from "./options.ts";
export { scenarios, type Scenario, type Step } from "./scenarios.ts";
export type { HistoryEntry } from "./tasks.ts";
export type { TaskView } from "./view.ts";

/** A sandbox that listens. */
export interface Sandbox extends WebSandbox {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  /** Lets running responses finish, then frees the port and every timer. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox that listens, on Node.
 *
 * @throws Rejects with the system's error (`EADDRINUSE`, …) when it cannot listen.
 * @example
 * ```ts
 * const sandbox = await startSandbox({ speed: 0 });
 * const evolink = new EvoLink({ apiKey: "any", baseUrl: sandbox.url });
 * ```
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  // Imported here, so that the rest of this module runs without Node.
  const { startServer } = await import("./node/start.ts");
  return startServer(options);
}
