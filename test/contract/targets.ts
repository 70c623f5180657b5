import { inject } from "vitest";

/** A server that claims to keep the contract. */
export interface Target {
  readonly name: "Prism" | "the sandbox";
  readonly url: string;
}

/** Both mocks: whatever is tested of the one holds for the other, or the difference is listed with its reason. */
export const targets: readonly Target[] = [
  { name: "Prism", url: inject("prismUrl") },
  { name: "the sandbox", url: inject("sandboxUrl") },
];
