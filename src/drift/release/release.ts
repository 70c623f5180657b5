import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { diffDocuments } from "../diff/documents.ts";
import type { Finding } from "../finding.ts";
import type { JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { lastRelease, PACKAGE, readFromNpm } from "../sources/command.ts";
import { parseDocument } from "../../openapi/parse.ts";
import { bumpBetween, bumpInChangeset, BUMPS, larger, neededBump, type Bump } from "./bump.ts";

/** Where releases are read from. */
export interface Registry {
  /** The last published version, or undefined before the first. */
  last(): Promise<string | undefined>;
  /** The text of the contract in a published version. */
  contract(version: string): Promise<string>;
}

/** The npm registry. */
const NPM: Registry = { last: lastRelease, contract: readFromNpm };

/** What a release would need and what is pending. */
export interface ReleaseCheck {
  readonly findings: readonly Finding[];
  readonly note: string;
  /** What it means that there are no findings. */
  readonly none: string;
}

/** Compares the contract with that of the last release, and the bump it needs with the pending one. */
export async function checkRelease(
  contract: JsonObject,
  directory: string,
  registry: Registry = NPM,
): Promise<ReleaseCheck> {
  const last = await registry.last();
  if (last === undefined)
    return {
      findings: [],
      note: `${PACKAGE} has not been released yet, so there is nothing to compare with.`,
      none: "Any version may be the first.",
    };
  const changes = diffDocuments(parseDocument(await registry.contract(last), `${PACKAGE}@${last}`), contract);
  const [needed, pending] = [neededBump(changes, last), await pendingBump(directory, last)];
  const note = `Since ${last}: the contract needs the bump ${needed}; pending is ${pending}.`;
  const isEnough = BUMPS.indexOf(pending) >= BUMPS.indexOf(needed);
  return {
    note,
    none: "The pending bump is large enough.",
    findings: isEnough ? [] : [lacking(needed, pending, changes)],
  };
}

function lacking(needed: Bump, pending: Bump, changes: readonly Finding[]): Finding {
  const worst = changes[0];
  return {
    level: "breaking",
    audience: "callers",
    rule: "version-bump-too-small",
    where: worst?.where ?? "#",
    before: pending,
    after: needed,
    witness: worst?.witness,
    message: `the pending bump is ${pending}, the contract needs ${needed}: run npx changeset${worst ? ` (${worst.message})` : ""}`,
  };
}

/** The larger of what changesets ask for and of what the version in package.json already is. */
async function pendingBump(directory: string, last: string): Promise<Bump> {
  const folder = join(directory, ".changeset");
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(
    names
      .filter((name) => name.endsWith(".md") && name !== "README.md")
      .map((name) => readFile(join(folder, name), "utf8")),
  );
  const manifest: unknown = JSON.parse(await readFile(join(directory, "package.json"), "utf8"));
  const version = isObject(manifest) && typeof manifest.version === "string" ? manifest.version : last;
  return texts.map((text) => bumpInChangeset(text, PACKAGE)).reduce(larger, bumpBetween(last, version));
}
