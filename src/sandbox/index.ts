import type { Sandbox } from "./node/start.ts";
import type { SandboxOptions } from "./options.ts";

export type { RequestRecord } from "./context.ts";
export { createSandbox, type WebSandbox } from "./create.ts";
export { faults, type Fault } from "./faults.ts";
export type { Charge, ChargeState } from "./ledger.ts";
export type { Sandbox } from "./node/start.ts";
export type { CreateSandboxOptions, SandboxOptions } from "./options.ts";
export { scenarios, type Scenario, type Step } from "./scenarios.ts";
export type { Attempt, HistoryEntry } from "./task-record.ts";
export type { TaskView } from "./view.ts";

/**
 * Starts a sandbox that listens, on Node.
 *
 * @throws {EvoLinkError} (rejects) when an option has an unknown name or an invalid value.
 * @throws (rejects) with the system's error (`EADDRINUSE`, …) when it cannot listen.
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
