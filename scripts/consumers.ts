import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { marked } from "marked";
import { pastedLine } from "./consumers/mock.ts";
import { NODE, SANDBOX, WEB } from "./consumers/programs.ts";
import { install, pack, run } from "./runtimes/packed.ts";

const CACHE = join(".cache", "consumers");

/** The TypeScript versions to test, each together with the types of Node. */
const COMPILERS = ["5.4.5", "5.9.3", "6.0.3", "7.0.2"];

const NODE_TYPES = "@types/node@20.19.43";

const JEST = "jest@30.5.2";

const MSW = "msw@2.15.0";

const STRICT = {
  target: "ES2022",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
};

/** The projects of consumers: module resolution and available types. */
const PROJECTS = {
  "node, NodeNext": { module: "NodeNext", moduleResolution: "NodeNext", lib: ["ES2022"], types: ["node"] },
  "node, Bundler": { module: "ESNext", moduleResolution: "Bundler", lib: ["ES2022"], types: ["node"] },
  "web, NodeNext": {
    module: "NodeNext",
    moduleResolution: "NodeNext",
    lib: ["ES2022", "DOM", "DOM.Iterable"],
    types: [],
  },
  "web, Bundler": { module: "ESNext", moduleResolution: "Bundler", lib: ["ES2022", "DOM", "DOM.Iterable"], types: [] },
};

/** Compiles the program in a folder; resolves to the compile errors, or to undefined. */
async function complaints(folder: string, name: keyof typeof PROJECTS): Promise<string | undefined> {
  await writeFile(join(folder, "program.ts"), name.startsWith("node") ? NODE : WEB);
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...STRICT, ...PROJECTS[name] }, files: ["program.ts"] }),
  );
  return run("node", [join("node_modules", "typescript", "bin", "tsc"), "-p", "."], { cwd: folder }).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/** Runs the guide's test with Jest; resolves to the failures, or to undefined. */
async function jestComplaint(tarball: string): Promise<string | undefined> {
  const folder = join(process.cwd(), CACHE, "jest");
  await install(folder, [tarball, JEST]);
  const blocks = marked.lexer(await readFile("docs/guides/testing.md", "utf8")).filter(({ type }) => type === "code");
  const test = blocks.find(({ raw }) => raw.startsWith("```js\n// video.test.mjs"));
  if (test?.type !== "code") return "docs/guides/testing.md has no video.test.mjs";
  await writeFile(join(folder, "video.test.mjs"), String(test.text));
  const args = ["--experimental-vm-modules", "node_modules/jest/bin/jest.js"];
  return run("node", args, { cwd: folder }).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/**
 * Compiles and runs a program that uses `/sandbox` and `/msw`, and runs the line that the mock prints; resolves to an
 * error message, or to undefined.
 */
async function sandboxComplaint(tarball: string): Promise<string | undefined> {
  const folder = join(process.cwd(), CACHE, "sandbox");
  await install(folder, [tarball, MSW, "typescript@5.9.3", NODE_TYPES]);
  const libraries = { lib: ["ES2022", "DOM", "DOM.Iterable"], types: ["node"] };
  const compilerOptions = { ...STRICT, ...PROJECTS["node, NodeNext"], ...libraries, skipLibCheck: true, noEmit: false };
  await writeFile(join(folder, "program.ts"), SANDBOX);
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
  try {
    await run("node", [join("node_modules", "typescript", "bin", "tsc"), "-p", "."], { cwd: folder });
    const printed = await run("node", ["program.js"], { cwd: folder });
    if (printed !== "completed completed 2\n") return `the program printed ${printed}`;
    const created = await pastedLine(folder);
    return created.includes("status: 'pending'") ? undefined : `the mock's line printed ${created}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function main(): Promise<void> {
  const tarball = await pack(CACHE);
  const results: boolean[] = [];
  for (const compiler of COMPILERS) {
    const folder = join(process.cwd(), CACHE, `typescript-${compiler}`);
    await install(folder, [tarball, `typescript@${compiler}`, NODE_TYPES]);
    for (const name of Object.keys(PROJECTS) as (keyof typeof PROJECTS)[]) {
      const complaint = await complaints(folder, name);
      console.log(`TypeScript ${compiler}, ${name}: ${complaint ?? "ok"}`);
      results.push(complaint === undefined);
    }
  }
  for (const { name, complain } of [
    { name: JEST, complain: jestComplaint },
    { name: `${MSW}, the sandbox and the mock's line`, complain: sandboxComplaint },
  ]) {
    const complaint = await complain(tarball);
    console.log(`${name}: ${complaint ?? "ok"}`);
    results.push(complaint === undefined);
  }
  const failed = results.filter((ok) => !ok).length;
  console.log(`total: ${String(results.length - failed)} passed, ${String(failed)} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await main();
