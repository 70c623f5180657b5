import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import sizeLimit from "size-limit";
import { rounded, type Row } from "../measured.ts";
import { labelOf, OURS, peersFolder, type Peer } from "./peers.ts";

/** What a program imports of each package to create a video. */
const IMPORTS: Readonly<Record<Peer, string>> = {
  "openapi-fetch": "client",
  openai: "client",
  "@runwayml/sdk": "client",
  replicate: "client",
  "@fal-ai/client": "{ createFalClient as client }",
};

/** Modules of Node, which bundlers for servers leave out. */
const NODE = ["node:*", "crypto", "stream", "buffer", "events", "util", "fs", "path"];

// By its path, because the package has no types.
const PRESET = createRequire(import.meta.url).resolve("@size-limit/preset-small-lib");

/**
 * Kilobytes (1,000 bytes) of a bundle that imports one client: esbuild, minified, gzipped, as `npm run size` measures.
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
