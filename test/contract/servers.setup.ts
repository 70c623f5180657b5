import type { TestProject } from "vitest/node";
import { startPrism } from "../../scripts/prism.ts";
import { startSandbox } from "../../src/sandbox/index.ts";

declare module "vitest" {
  export interface ProvidedContext {
    prismUrl: string;
    sandboxUrl: string;
  }
}

/** Starts both mocks once for all contract tests, on free ports, and stops them after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [prism, sandbox] = await Promise.all([startPrism(), startSandbox({ speed: 0, credits: 1e9 })]);
  project.provide("prismUrl", prism.url);
  project.provide("sandboxUrl", sandbox.url);
  return async () => {
    await Promise.all([prism.stop(), sandbox.close()]);
  };
}
