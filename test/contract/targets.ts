import { inject } from "vitest";
import { createSandbox } from "../../src/sandbox/index.ts";

/** A server that claims to keep the contract. */
export interface Target {
  readonly name: "Prism" | "the sandbox" | "the sandbox's fetch";
  readonly url: string;
  /** How it is asked. */
  readonly fetch: typeof fetch;
}

/** Without a server: each worker has its own. */
const inProcess = createSandbox({ speed: 0, credits: 1e9 });

/** The mocks: whatever is tested of the one holds for the others, or the difference is listed with its reason. */
export const targets: readonly Target[] = [
  { name: "Prism", url: inject("prismUrl"), fetch },
  { name: "the sandbox", url: inject("sandboxUrl"), fetch },
  { name: "the sandbox's fetch", url: "http://localhost", fetch: inProcess.fetch },
];
