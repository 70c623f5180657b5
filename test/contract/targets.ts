import { inject } from "vitest";
import { createSandbox } from "../../src/sandbox/index.ts";

/** A mock server of the contract. */
export interface Target {
  readonly name: "Prism" | "the sandbox" | "the sandbox's fetch";
  readonly url: string;
  /** Sends requests to it. */
  readonly fetch: typeof fetch;
}

/** The sandbox without a server: each worker has its own. */
const inProcess = createSandbox({ speed: 0, credits: 1e9 });

/** The mocks. Each test runs against all of them; a difference between them is listed with its reason. */
export const targets: readonly Target[] = [
  { name: "Prism", url: inject("prismUrl"), fetch },
  { name: "the sandbox", url: inject("sandboxUrl"), fetch },
  { name: "the sandbox's fetch", url: "http://localhost", fetch: inProcess.fetch },
];
