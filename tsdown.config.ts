import { resolve } from "node:path";
import { defineConfig } from "tsdown";

/** The public entries of the SDK, with the built files that replace them in `dist/tools`. */
const SDK_ENTRIES = new Map([
  [resolve("src/sdk/index.ts"), "../index.js"],
  [resolve("src/sdk/callback/index.ts"), "../callback.js"],
  [resolve("src/sdk/download/index.ts"), "../download.js"],
]);

/**
 * Makes the tools import the built SDK instead of bundling a copy of it: an error of any subpath is then an
 * `EvoLinkError` of `evolink-video`. Tools import the SDK through its public entries only.
 */
const sharedSdk = {
  name: "shared-sdk",
  resolveId(source: string, importer: string | undefined) {
    const entry = importer === undefined ? undefined : SDK_ENTRIES.get(resolve(importer, "..", source));
    return entry === undefined ? undefined : { id: entry, external: true };
  },
};

const common = {
  format: "esm",
  target: "es2022",
  dts: true,
  sourcemap: false,
  fixedExtension: false,
  hash: false,
} as const;

export default defineConfig([
  {
    ...common,
    // The SDK runs in any runtime with `fetch`.
    platform: "neutral",
    inputOptions: { optimization: { inlineConst: true } },
    entry: {
      index: "src/sdk/index.ts",
      callback: "src/sdk/callback/index.ts",
      "callback/node": "src/sdk/callback/node.ts",
      download: "src/sdk/download/index.ts",
      fetch: "generated/client.ts",
    },
    deps: { neverBundle: [/^node:/] },
  },
  {
    ...common,
    // The tools run on Node. Their libraries are bundled, so that a user of the SDK installs none of them.
    platform: "node",
    outDir: "dist/tools",
    clean: false,
    entry: {
      cli: "src/cli/main.ts",
      sandbox: "src/sandbox/index.ts",
      msw: "src/sandbox/msw.ts",
      contract: "src/contract/index.ts",
      batch: "src/batch/index.ts",
    },
    plugins: [sharedSdk],
    deps: { neverBundle: ["pg", "pg-boss", "msw"] },
  },
]);
