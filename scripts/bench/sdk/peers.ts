import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const FOLDER = resolve(".cache", "bench", "peers");

/** The packages to compare with, at fixed versions. They are fetched on demand and are in no lock file. */
const VERSIONS = {
  "openapi-fetch": "0.17.0",
  openai: "6.49.0",
  "@runwayml/sdk": "4.20.1",
  replicate: "1.4.0",
  "@fal-ai/client": "1.10.1",
} as const;

/** Name of a package to compare with. */
export type Peer = keyof typeof VERSIONS;

/** Names of the packages to compare with. */
export const peers = Object.keys(VERSIONS) as Peer[];

/** Returns the name and version of a package. */
export const labelOf = (peer: Peer): string => `${peer} ${VERSIONS[peer]}`;

/** Fetches the packages. Rejects when the registry cannot be reached. */
export async function fetchPeers(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(
    join(FOLDER, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies: VERSIONS }),
  );
  await promisify(execFile)("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], {
    cwd: FOLDER,
  });
}

/** Files in this folder can import the packages by name. */
export const peersFolder = FOLDER;

/** Imports a package. The type parameter is the part that the caller uses. */
export async function importPeer<Module>(peer: Peer): Promise<Module> {
  const path = createRequire(join(FOLDER, "package.json")).resolve(peer);
  return (await import(pathToFileURL(path).href)) as Module;
}

/** Path of the built SDK. */
export const OURS = resolve("dist", "index.js");
