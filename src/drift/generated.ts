import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { objectAt, own, type Json } from "../openapi/json.ts";
import { CannotCompare, type Finding } from "./finding.ts";

const CONTRACT = "openapi/openapi.yaml";

const MEANINGS: Readonly<Record<string, string>> = {
  differs: "is out of date",
  missing: "is missing",
  "not generated": "has no source in the contract",
};

/**
 * Compares the generated files with the contract by running `npm run generate -- --check`.
 * @throws CannotCompare outside a clone of the repository, and when the check itself fails.
 */
export async function checkGenerated(directory: string): Promise<Finding[]> {
  await assertClone(directory);
  const { code, output } = await run("npm", ["run", "--silent", "generate", "--", "--check"], directory);
  if (code === 0) return [];
  const stale = [...output.matchAll(/^(\S+): (missing|differs|not generated)$/gm)];
  if (code !== 1 || stale.length === 0)
    throw new CannotCompare(
      `The generated files could not be checked: ${output.trim().slice(0, 500) || `npm run generate ended with ${code}`}`,
    );
  return stale.map(([, file = "", state = ""]): Finding => ({
    level: "breaking",
    audience: "generated code",
    rule: "generated-file-outdated",
    where: file,
    before: undefined,
    after: undefined,
    witness: undefined,
    message: `${file} ${MEANINGS[state] ?? state}: run npm run generate and commit what it writes`,
  }));
}

/** The generator is a script of the repository and is not published. */
async function assertClone(directory: string): Promise<void> {
  const advice =
    "Clone the repository, run npm ci, and call it there. To compare two documents anywhere, use drift diff OLD NEW.";
  const manifest = join(directory, "package.json");
  if (!existsSync(manifest))
    throw new CannotCompare(
      `drift generated needs a clone of the repository, and there is no package.json here. ${advice}`,
    );
  const scripts = objectAt(parsedManifest(await readFile(manifest, "utf8")), "scripts");
  if (own(scripts, "generate") === undefined)
    throw new CannotCompare(
      `drift generated needs a clone of the repository: the package.json here has no script called generate. ${advice}`,
    );
  if (!existsSync(join(directory, CONTRACT)))
    throw new CannotCompare(`drift generated needs a clone of the repository: there is no ${CONTRACT} here. ${advice}`);
}

function parsedManifest(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new CannotCompare("The package.json here is not JSON: correct it.", { cause: error });
  }
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, timeout: 300_000, maxBuffer: 10 * 1024 * 1024 }, (error, stdout, stderr) => {
      const failure = typeof error?.code === "number" ? error.code : 2;
      resolve({ code: error === null ? 0 : failure, output: `${stdout}\n${stderr}` });
    });
  });
}
