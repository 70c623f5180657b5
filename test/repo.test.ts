// Protects the order of the house: generated files, dependency arrows, sizes, and what gets installed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import config from "../eslint.config.js";
import { findStale } from "../scripts/generate.ts";

const ROOT = join(import.meta.dirname, "..");

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

/** Returns the project's files that a file imports, relative to the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]*)"/g)];
  return found.map(([, path]) => relative(ROOT, join(ROOT, file, "..", String(path))));
}

const TOOLS = ["src/contract/", "src/patterns/", "src/sandbox/", "src/drift/", "src/cli/", "src/batch/"];
const isTool = (file: string): boolean => TOOLS.some((folder) => file.startsWith(folder));

/** Returns every file that a file imports, directly or through others, type-only imports included. */
function reachableFrom(file: string, graph: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set(graph.get(file));
  for (const next of found) for (const path of graph.get(next) ?? []) found.add(path);
  return found;
}

describe("dependency arrows", () => {
  test("there are no import cycles, type-only ones included", () => {
    const files = [...filesIn("src"), ...filesIn("scripts/generate"), ...filesIn("generated")];
    const graph = new Map(files.map((file) => [file, importsOf(file)]));

    const cyclic = files.filter((file) => reachableFrom(file, graph).has(file));

    expect(cyclic).toEqual([]);
  });

  test("the SDK imports the SDK and generated code, no tool", () => {
    const wrong = filesIn("src")
      .filter((file) => !isTool(file))
      .flatMap((file) => importsOf(file).map((path) => `${file} -> ${path}`))
      .filter((arrow) => isTool(String(arrow.split(" -> ")[1])) || !/ -> (src|generated)\//.test(arrow));

    expect(wrong).toEqual([]);
  });

  test("nothing in src imports scripts or tests", () => {
    const wrong = filesIn("src").flatMap((file) =>
      importsOf(file)
        .filter((path) => /^(scripts|test)\//.test(path))
        .map((path) => `${file} -> ${path}`),
    );

    expect(wrong).toEqual([]);
  });

  test("src/contract knows nothing of this API but the class of the package's errors", () => {
    const wrong = filesIn("src/contract").flatMap((file) =>
      importsOf(file)
        .filter((path) => !/^src\/(?:contract|openapi|patterns|shared)\//.test(path))
        .map((path) => `${file} -> ${path}`)
        .filter((arrow) => arrow !== "src/contract/schema/problems.ts -> src/sdk/index.ts"),
    );

    expect(wrong).toEqual([]);
  });

  test("generated code imports nothing of the project but generated code", () => {
    const wrong = filesIn("generated").flatMap((file) =>
      importsOf(file).filter((path) => !path.startsWith("generated/")),
    );

    expect(wrong).toEqual([]);
  });

  test.each(filesIn("generated/validators"))(
    "%s imports nothing at run time but the runtime beside it, and evaluates no text",
    (file) => {
      const text = readFileSync(join(ROOT, file), "utf8");

      const imports = [...text.matchAll(/^import (?!type).* from "(.*)";$/gm)].map(([, path]) => path);

      expect(imports.filter((path) => path !== "./runtime.js" && path !== "./Task.js")).toEqual([]);
      expect(text).not.toMatch(/\brequire\(|\beval\(|new Function/);
    },
  );
});

describe("sizes", () => {
  test("a file in src and scripts has at most 200 lines, a function at most 40: lint says so, and no comment lifts it", () => {
    const limits = config.filter(({ rules }) => rules !== undefined && "max-lines" in rules);

    const lifting = [...filesIn("src"), ...filesIn("scripts")].filter((file) =>
      /\beslint\b.*max-lines|\beslint-disable[a-z-]*\s*(?:\*\/)?$/m.test(readFileSync(join(ROOT, file), "utf8")),
    );

    const counted = { skipBlankLines: true, skipComments: true };
    expect(limits).toEqual([
      {
        files: ["src/**/*.ts", "scripts/**/*.ts"],
        rules: {
          "max-lines": ["error", { max: 200, ...counted }],
          "max-lines-per-function": ["error", { max: 40, ...counted }],
        },
      },
    ]);
    expect(lifting).toEqual([]);
  });
});

describe("generated files", () => {
  test("are as the contract wants them", async () => {
    expect(await findStale()).toEqual([]);
  });

  test.each(filesIn("generated"))("%s says what it was made from and how to remake it", (file) => {
    const [first] = readFileSync(join(ROOT, file), "utf8").split("\n");

    expect(first).toMatch(/Generated from openapi\/openapi\.yaml by `npm run generate`/);
  });
});

describe("benchmarks", () => {
  const pages = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".md"),
  );
  const named = pages.flatMap((page) =>
    [...readFileSync(join(ROOT, "docs", page), "utf8").matchAll(/npm run bench -- (\w+)/g)].map(([, name]) => name),
  );

  test.each([...new Set(["batch", "cases", "drift", "mock", "sdk", ...named])])("%s is one that can be run", (name) => {
    expect(readFileSync(join(ROOT, `scripts/bench/${name}.ts`), "utf8")).toMatch(/^export const benchmark\b/m);
  });
});

describe("paths", () => {
  const decisions = readdirSync(join(ROOT, "docs/decisions")).map((name) => `docs/decisions/${name}`);
  const configs = ["package.json", "stryker.config.json", "vitest.config.ts", "vitest.mutation.config.ts"];

  test.each([...configs, "CONTRIBUTING.md", "SECURITY.md", ...decisions])("that %s names exist", (file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    const named = [...text.matchAll(/(?<![\w./-])(?:src|scripts|test)\/[\w./*-]*[\w/]/g)].map(([path]) => path);

    // Of a pattern, the folder has to exist.
    const missing = named.filter((path) => !existsSync(join(ROOT, path.replace(/\/[^/]*\*.*/, ""))));
    expect(missing).toEqual([]);
  });
});

describe("what is installed", () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    readonly dependencies?: object;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");

  test("every version is exact, Prism's above all", () => {
    const ranges = Object.entries(manifest.devDependencies).filter(
      ([, version]) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+$/.test(version),
    );

    expect(ranges).toEqual([]);
    expect(manifest.devDependencies["@stoplight/prism-cli"]).toBe("5.14.2");
  });

  test("the lock file holds no address of a registry", () => {
    expect(lock).not.toMatch(/"resolved": "http/);
  });

  test("a user of the SDK installs openapi-fetch besides it, and nothing else", () => {
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(["openapi-fetch"]);
  });
});
