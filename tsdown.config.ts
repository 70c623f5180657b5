import { defineConfig } from "tsdown";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    callback: "src/callback.ts",
    "callback/node": "src/callback/node.ts",
    download: "src/download.ts",
  },
  format: "esm",
  platform: "neutral",
  target: "es2022",
  dts: true,
  sourcemap: false,
  fixedExtension: false,
  hash: false,
  deps: { neverBundle: ["openapi-fetch"] },
});
