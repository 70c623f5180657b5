import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { diffDocuments } from "../diff/documents.ts";
import type { Finding } from "../finding.ts";
import type { JsonObject } from "../../openapi/json.ts";
import { isObject } from "../../shared/json.ts";
import { lastRelease, PACKAGE, readFromNpm } from "../sources/command.ts";
import { parseDocument } from "../../openapi/parse.ts";
import { bumpBetween, bumpInChangeset, BUMPS, larger, neededBump, type Bump } from "./bump.ts";

/** Reads published releases. */
export interface Registry {
  /** Resolves to the last published version, or undefined before the first. */
  last(): Promise<string | undefined>;
  /** Resolves to the text of the contract in a published version. */
  contract(version: string): Promise<string>;
}

/** The npm registry. */
const NPM: Registry = { last: lastRelease, contract: readFromNpm };

/** The bump that a release needs, and the pending one. */
export interface ReleaseCheck {
  readonly findings: readonly Finding[];
  readonly note: string;
  /** The message when there are no findings. */
  readonly none: string;
}

/** Compares the contract with the last release, and the bump that it needs with the pending bump. */
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

/** Returns the larger of the bump in the changesets and the bump already made in package.json. */
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
