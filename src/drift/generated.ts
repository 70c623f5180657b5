import { execFile } from "node:child_process";
import { CannotCompare, type Finding } from "./finding.ts";

const MEANINGS: Readonly<Record<string, string>> = {
  differs: "is out of date",
  missing: "is missing",
  "not generated": "comes from nothing in the contract",
};

/** Compares the generated files with the contract, by asking `npm run generate -- --check`. Throws CannotCompare when that did not run. */
export async function checkGenerated(directory: string): Promise<Finding[]> {
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
    where: file,
    before: undefined,
    after: undefined,
    witness: undefined,
    message: `${file} ${MEANINGS[state] ?? state}: run npm run generate and commit what it writes`,
  }));
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, timeout: 300_000, maxBuffer: 10 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 2;
      resolve({ code, output: `${stdout}\n${stderr}` });
    });
  });
}
