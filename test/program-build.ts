import type { BuildOptions } from "esbuild";

/** How programs that tests start are bundled: ES modules for Node.js that share their parts. */
export const PROGRAM_BUILD = {
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
} as const satisfies BuildOptions;
