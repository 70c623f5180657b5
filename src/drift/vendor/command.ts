import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { objectAt, type JsonObject } from "../../openapi/json.ts";
import { parseDocument } from "../../openapi/parse.ts";
import { placesIn } from "../../openapi/places.ts";
import { contractOf, contractPlaces, type CommandInput } from "../command-input.ts";
import { byLevel, joinEqual, type Finding } from "../finding.ts";
import { place, type Locate, type Outcome } from "../report/text.ts";
import { readSource } from "../sources/document.ts";
import { compareWithVendor } from "./compare.ts";
import { readKnown } from "./known.ts";
import { PAGE_OF_PATH, readVendor, VENDOR_PAGES } from "./page.ts";
import { compareProse, pageName, proseOf, readLock, writeLock } from "./prose.ts";

/** File with the known differences. */
export const KNOWN = "openapi/known-differences.yaml";
/** File with the locked descriptions of the vendor's pages. */
export const LOCK = "openapi/vendor-page.lock.json";

/** Compares the contract with the vendor's pages, and their descriptions with the locked ones. */
export async function compareVendor(input: CommandInput): Promise<Outcome> {
  const sources = input.arguments.length > 0 ? input.arguments : VENDOR_PAGES;
  const known = input.known ?? usual(KNOWN, input.directory);
  const [contract, list, ...pages] = await Promise.all([
    contractOf(input),
    readSource(known, input),
    ...sources.map((source) => readVendor(source, input)),
  ]);
  const entries = readKnown(parseDocument(list, known), known);
  const compared = pages.map((page) => compareWithVendor(contract, page, entries));
  const prose = await comparedProse(contract, pages, input);
  const explained = compared.flatMap((one) => one.explained);
  const paths = compared.flatMap((one) => one.paths);
  const reasons = [...new Set(explained.map(({ by }) => by))].filter((entry) => entry !== undefined);
  const notes = [
    `Compared ${paths.join(", ")} with ${sources.join(", ")}.`,
    ...notCompared(contract, paths),
    ...(reasons.length === 0
      ? []
      : [
          `Known differences:\n${reasons.map(({ where, reason, since }) => `  ${place(where)} (since ${since}): ${reason}`).join("\n")}`,
        ]),
    ...prose.notes,
  ];
  const [inContract, inList] = [contractPlaces(input), placesIn(known, input.directory)];
  const locate: Locate = (where, { audience }) => {
    const entry = audience === "readers" ? entries.findIndex((one) => one.where === where) : -1;
    return entry < 0 ? inContract?.(where) : inList?.(`/differences/${entry}`);
  };
  return {
    findings: byLevel([...distinct(compared.flatMap((one) => one.unexplained)), ...prose.findings]),
    notes,
    none: "No unknown differences.",
    sides: ["contract", "page"],
    locate,
  };
}

/** Lists the paths of the contract that no given page describes, with the pages that do. */
function notCompared(contract: JsonObject, compared: readonly string[]): string[] {
  const left = Object.keys(objectAt(contract, "paths")).filter((path) => !compared.includes(path));
  if (left.length === 0) return [];
  const lines = left.map((path) => `  ${path}: ${PAGE_OF_PATH[path] ?? "the address of its page is not known"}`);
  return [`Not compared, because no given page describes them:\n${lines.join("\n")}`];
}

/** Returns the file of the working directory, or that of the installed package. */
function usual(file: string, directory: string): string {
  if (existsSync(join(directory, file))) return file;
  const installed = fileURLToPath(new URL(file, import.meta.resolve("evolink-video/package.json")));
  return existsSync(installed) ? installed : file;
}

/** Removes duplicate findings of several pages. */
function distinct(findings: readonly Finding[]): Finding[] {
  return joinEqual(findings, ({ where, message }) => `${where} ${message}`).map(({ first }) => first);
}

/** Returns the changed descriptions of the pages since they were locked; with `update`, locks the current ones. */
async function comparedProse(
  contract: JsonObject,
  pages: readonly JsonObject[],
  { lock: given, update = false, directory }: CommandInput,
): Promise<Pick<Outcome, "findings" | "notes">> {
  const file = given ?? (update ? LOCK : usual(LOCK, directory));
  const path = resolve(directory, file);
  const lock = existsSync(path) ? readLock(parseDocument(await readFile(path, "utf8"), file), file) : undefined;
  if (update) {
    const current = Object.fromEntries(pages.map((page) => [pageName(page), proseOf(page)]));
    await writeFile(path, writeLock({ ...lock, ...current }));
    return { findings: [], notes: [`Wrote ${file}.`] };
  }
  if (lock === undefined)
    return {
      findings: [],
      notes: [`There is no ${file}, so changed descriptions are not found. Create it with drift vendor --update.`],
    };
  return { findings: pages.flatMap((page) => compareProse(contract, page, lock)), notes: [] };
}
