import { defineConfig } from "tsdown";

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
    // The SDK runs wherever `fetch` does.
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
      contract: "src/contract/index.ts",
      batch: "src/batch/index.ts",
    },
    copy: [
      { from: "src/sandbox/media", to: "dist/tools" },
      { from: "src/sandbox/page", to: "dist/tools" },
    ],
    deps: { neverBundle: ["pg"] },
  },
]);
