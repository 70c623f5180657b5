import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format } from "prettier";
import { CliCommand } from "../src/cli/cli-command.ts";
import { execute } from "../src/cli/execute.ts";
import { COMMAND, CONTRACT, readContract } from "./generate/contract.ts";
import { generateConstants } from "./generate/constants.ts";
import { generateOpenapiJson } from "./generate/openapi-json.ts";
import { generateClient } from "./generate/client.ts";
import { generateTypes } from "./generate/types.ts";
import { generateValidators } from "./generate/validators.ts";

const FOLDER = "generated";

/** Generates every file of `generated/` from the contract; the keys are paths under `generated/`. */
export async function generate(): Promise<Readonly<Record<string, string>>> {
  const document = readContract();
  const files: Readonly<Record<string, string>> = {
    "types.ts": await generateTypes(document),
    "client.ts": generateClient(document),
    "constants.ts": generateConstants(document),
    "openapi.json": generateOpenapiJson(document),
    ...(await generateValidators(document)),
  };
  const entries = Object.entries(files).map(async ([name, text]) => [name, await formatted(name, text)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** Formats TypeScript with Prettier. Output of ajv and esbuild is unchanged. */
function formatted(name: string, text: string): string | Promise<string> {
  return name.endsWith(".ts") ? format(text, { parser: "typescript", printWidth: 120 }) : text;
}

/** A generated file that does not match the contract. */
export interface Stale {
  readonly file: string;
  readonly state: "missing" | "differs" | "not generated";
}

/** Compares `generated/` with the contract. */
export async function findStale(): Promise<Stale[]> {
  const files = await generate();
  const present = new Set(existingFiles());
  const wanted = Object.entries(files).flatMap(([name, text]): Stale[] => {
    if (!present.delete(name)) return [{ file: `${FOLDER}/${name}`, state: "missing" }];
    return readFileSync(join(FOLDER, name), "utf8") === text ? [] : [{ file: `${FOLDER}/${name}`, state: "differs" }];
  });
  return [...wanted, ...[...present].map((name): Stale => ({ file: `${FOLDER}/${name}`, state: "not generated" }))];
}

function existingFiles(): string[] {
  if (!existsSync(FOLDER)) return [];
  const entries = readdirSync(FOLDER, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length + 1));
}

async function write(): Promise<void> {
  const files = await generate();
  rmSync(FOLDER, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(FOLDER, name)), { recursive: true });
    writeFileSync(join(FOLDER, name), text);
  }
  console.log(`${FOLDER}/: ${String(Object.keys(files).length)} files written from ${CONTRACT}`);
}

async function check(): Promise<void> {
  const stale = await findStale();
  for (const { file, state } of stale) console.error(`${file}: ${state}`);
  if (stale.length > 0) {
    console.error(`${FOLDER}/ does not match ${CONTRACT}. Run \`${COMMAND}\` and commit what it writes.`);
    process.exitCode = 1;
  } else {
    console.log(`${FOLDER}/ matches ${CONTRACT}`);
  }
}

function generateCommand(): CliCommand {
  return new CliCommand(`${COMMAND} --`)
    .description(
      `Writes ${FOLDER}/ from ${CONTRACT}: types, fetch client, constants, validators and the bundled document.`,
    )
    .option("--check", "Write nothing; list the files that are stale and exit with 1 when there are any.")
    .action((options: { readonly check?: boolean }) => (options.check === true ? check() : write()));
}

if (process.argv[1] === import.meta.filename) {
  const exitCode = await execute(generateCommand(), process.argv.slice(2));
  process.exitCode ??= exitCode;
}
