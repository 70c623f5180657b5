import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const FOLDER = resolve(".cache", "bench", "rivals");

/** What ours is compared with, at fixed versions. They are fetched when they are needed and are in no lock file. */
const VERSIONS = {
  "openapi-fetch": "0.17.0",
  openai: "6.49.0",
  "@runwayml/sdk": "4.20.1",
  replicate: "1.4.0",
  "@fal-ai/client": "1.10.1",
} as const;

/** Name of a compared package. */
export type Rival = keyof typeof VERSIONS;

/** The compared packages. */
export const rivals = Object.keys(VERSIONS) as Rival[];

/** Name and version. */
export const labelOf = (rival: Rival): string => `${rival} ${VERSIONS[rival]}`;

/** Fetches what is compared. Rejects when the registry cannot be reached. */
export async function fetchRivals(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await writeFile(
    join(FOLDER, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies: VERSIONS }),
  );
  await promisify(execFile)("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], {
    cwd: FOLDER,
  });
}

/** The folder that a file has to be in to import a compared package by its name. */
export const rivalsFolder = FOLDER;

/** Imports a compared package. The caller says what it needs of it. */
export async function importRival<Module>(rival: Rival): Promise<Module> {
  const path = createRequire(join(FOLDER, "package.json")).resolve(rival);
  return (await import(pathToFileURL(path).href)) as Module;
}

/** Where the built client is. */
export const OURS = resolve("dist", "index.js");
