import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../openapi/json.ts";
import { parseDocument } from "../openapi/parse.ts";
import { placesIn, type FilePlace } from "../openapi/places.ts";
import { readDocument } from "./sources/document.ts";

/** Input of a command. */
export interface CommandInput {
  readonly arguments: readonly string[];
  readonly directory: string;
  /** The contract to use instead of `openapi/openapi.yaml`. */
  readonly contract: string | undefined;
  /** The known differences to use instead of `openapi/known-differences.yaml`. */
  readonly known: string | undefined;
  /** The locked descriptions of the vendor's pages to use instead of `openapi/vendor-page.lock.json`. */
  readonly lock?: string | undefined;
  /** Whether to lock the current descriptions of the vendor's pages. @default false */
  readonly update?: boolean | undefined;
  /** The configuration file to use instead of `drift.config.yaml`. */
  readonly config?: string | undefined;
  /** The time to compare dates with. @default now */
  readonly today?: Date | undefined;
  /** Seconds to record; undefined records until interrupted. */
  readonly seconds: number | undefined;
  /** Port of the recording proxy; undefined takes a free one. */
  readonly port: number | undefined;
  /** Prints a line for people while the command runs. */
  readonly say: (line: string) => void;
}

const CONTRACT = "openapi/openapi.yaml";

/** Returns the path of the contract: the given one, that of the working directory, or that of the installed package. */
export async function contractOf({ contract, directory }: CommandInput): Promise<JsonObject> {
  if (contract !== undefined) return readDocument(contract, { directory });
  if (existsSync(join(directory, CONTRACT))) return readDocument(CONTRACT, { directory });
  const installed = fileURLToPath(import.meta.resolve("evolink-video/openapi.json"));
  return parseDocument(await readFile(installed, "utf8"), installed);
}

/** Returns a function that finds a place of the contract in its file. */
export function contractPlaces({
  contract = CONTRACT,
  directory,
}: CommandInput): ((pointer: string) => FilePlace) | undefined {
  return placesIn(contract, directory);
}
