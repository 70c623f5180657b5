import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import sizeLimit from "size-limit";
import { rounded, type Row } from "../measured.ts";
import { labelOf, OURS, peersFolder, type Peer } from "./peers.ts";

/** The imports of a program that creates a video. */
const IMPORTS: Readonly<Record<Peer, string>> = {
  "openapi-fetch": "client",
  openai: "client",
  "@runwayml/sdk": "client",
  replicate: "client",
  "@fal-ai/client": "{ createFalClient as client }",
};

/** Node modules, which bundlers for servers leave external. */
const NODE = ["node:*", "crypto", "stream", "buffer", "events", "util", "fs", "path"];

// Imported by path: the package has no types.
const PRESET = createRequire(import.meta.url).resolve("@size-limit/preset-small-lib");

/**
 * Measures the kilobytes (1,000 bytes) of a bundle with one client, minified by esbuild and gzipped, like `npm run
 * size`.
 */
export async function sizes(): Promise<Row[]> {
  const { default: plugins } = (await import(pathToFileURL(PRESET).href)) as {
    readonly default: Parameters<typeof sizeLimit>[0];
  };
  const subjects = [
    { client: "evolink-video", code: `import { EvoLink as client } from ${JSON.stringify(OURS)};` },
    ...(Object.entries(IMPORTS) as [Peer, string][]).map(([peer, what]) => ({
      client: labelOf(peer),
      code: `import ${what} from "${peer}";`,
    })),
  ];
  const rows: Row[] = [];
  for (const [index, { client, code }] of subjects.entries()) {
    const file = join(peersFolder, `size-${String(index)}.mjs`);
    await writeFile(file, `${code}\nconsole.log(client);\n`);
    const measured = (await sizeLimit(plugins, { checks: [{ files: [file], ignore: NODE, gzip: true }] })) as readonly {
      readonly size: number;
    }[];
    rows.push({ client, "kB gzipped": rounded((measured[0]?.size ?? NaN) / 1000) });
  }
  return rows;
}
