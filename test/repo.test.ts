// Protects the structure of the repository: generated files, dependency directions, sizes, and dependencies.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import config from "../eslint.config.js";
import { findStale } from "../scripts/generate.ts";
import { ENTRIES, EXPORTS } from "./types/exports.ts";

const ROOT = join(import.meta.dirname, "..");

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

/** Returns the project files that a file imports, relative to the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]*)"/g)];
  return found.map(([, path]) => relative(ROOT, join(ROOT, file, "..", String(path))));
}

const TOOLS = ["src/contract/", "src/patterns/", "src/sandbox/", "src/drift/", "src/cli/", "src/batch/"];
const isTool = (file: string): boolean => TOOLS.some((folder) => file.startsWith(folder));

/** Returns every file that a file imports, directly or indirectly, including type-only imports. */
function reachableFrom(file: string, graph: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set(graph.get(file));
  for (const next of found) for (const path of graph.get(next) ?? []) found.add(path);
  return found;
}

describe("dependencies between folders", () => {
  test("there are no import cycles, not even type-only ones", () => {
    const files = [...filesIn("src"), ...filesIn("scripts/generate"), ...filesIn("generated")];
    const graph = new Map(files.map((file) => [file, importsOf(file)]));

    const cyclic = files.filter((file) => reachableFrom(file, graph).has(file));

    expect(cyclic).toEqual([]);
  });

  test("the SDK imports only the SDK and generated code, no tool", () => {
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

  test("src/contract imports nothing specific to this API except the package's error class", () => {
    const wrong = filesIn("src/contract").flatMap((file) =>
      importsOf(file)
        .filter((path) => !/^src\/(?:contract|openapi|patterns|shared)\//.test(path))
        .map((path) => `${file} -> ${path}`)
        .filter((arrow) => arrow !== "src/contract/schema/problems.ts -> src/sdk/index.ts"),
    );

    expect(wrong).toEqual([]);
  });

  test("generated code imports only generated code of the project", () => {
    const wrong = filesIn("generated").flatMap((file) =>
      importsOf(file).filter((path) => !path.startsWith("generated/")),
    );

    expect(wrong).toEqual([]);
  });

  test.each(filesIn("generated/validators"))(
    "%s imports only the runtime beside it at run time, and evaluates no code",
    (file) => {
      const text = readFileSync(join(ROOT, file), "utf8");

      const imports = [...text.matchAll(/^import (?!type).* from "(.*)";$/gm)].map(([, path]) => path);

      expect(imports.filter((path) => path !== "./runtime.js" && path !== "./Task.js")).toEqual([]);
      expect(text).not.toMatch(/\brequire\(|\beval\(|new Function/);
    },
  );
});

describe("tests", () => {
  const entries = [...ENTRIES.values()].map((file) => relative(ROOT, file));
  const partOf = (file: string): string => file.split("/").slice(0, 2).join("/");
  /** The exports of the public entry points of each part of `src`. */
  const exported = new Map(entries.map((file) => [partOf(file), new Set<string>()]));
  for (const { name, specifier } of EXPORTS)
    exported.get(partOf(relative(ROOT, ENTRIES.get(specifier) ?? "")))?.add(name);

  test("import public exports from their entry points", () => {
    const wrong = filesIn("test").flatMap((file) => {
      const imports = readFileSync(join(ROOT, file), "utf8").matchAll(
        /^import (?:type )?\{([^}]*)\} from "(\.[^"]*)"/gm,
      );
      return [...imports].flatMap(([, names = "", path = ""]) => {
        const target = relative(ROOT, join(ROOT, file, "..", path));
        const isPublic = (name: string): boolean => exported.get(partOf(target))?.has(name) === true;
        const found = entries.includes(target) ? [] : names.match(/\w+(?= as |,|\s*$)/g);
        return (found ?? []).filter(isPublic).map((name) => `${file}: ${name} of ${target}`);
      });
    });

    expect(exported.get("src/sdk")?.size).toBeGreaterThan(50);
    expect(wrong).toEqual([]);
  });
});

describe("sizes", () => {
  test("lint limits files in src and scripts to 200 lines and functions to 40, and no comment disables it", () => {
    const limits = config.filter(({ rules }) => rules !== undefined && "max-lines" in rules);

    const disabling = [...filesIn("src"), ...filesIn("scripts")].filter((file) =>
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
    expect(disabling).toEqual([]);
  });
});

describe("generated files", () => {
  test("are up to date with the contract", async () => {
    expect(await findStale()).toEqual([]);
  });

  test.each(filesIn("generated"))("%s names its source and the command that generates it", (file) => {
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

  test.each([...new Set(["batch", "cases", "drift", "mock", "sdk", ...named])])("%s can be run", (name) => {
    expect(readFileSync(join(ROOT, `scripts/bench/${name}.ts`), "utf8")).toMatch(/^export const benchmark\b/m);
  });
});

describe("paths in documentation and configuration", () => {
  const decisions = readdirSync(join(ROOT, "docs/decisions")).map((name) => `docs/decisions/${name}`);
  const configs = ["package.json", "stryker.config.json", "vitest.config.ts", "vitest.mutation.config.ts"];

  test.each([...configs, "CONTRIBUTING.md", "SECURITY.md", ...decisions])(
    "%s refers only to existing files",
    (file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      const named = [...text.matchAll(/(?<![\w./-])(?:src|scripts|test)\/[\w./*-]*[\w/]/g)].map(([path]) => path);

      // For a glob pattern, its folder has to exist.
      const missing = named.filter((path) => !existsSync(join(ROOT, path.replace(/\/[^/]*\*.*/, ""))));
      expect(missing).toEqual([]);
    },
  );
});

describe("dependencies", () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    readonly dependencies?: object;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");

  test("every version is exact, and Prism's is the supported one", () => {
    const ranges = Object.entries(manifest.devDependencies).filter(
      ([, version]) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+$/.test(version),
    );

    expect(ranges).toEqual([]);
    expect(manifest.devDependencies["@stoplight/prism-cli"]).toBe("5.14.2");
  });

  test("the lock file has no registry URL", () => {
    expect(lock).not.toMatch(/"resolved": "http/);
  });

  test("the only dependency is openapi-fetch", () => {
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(["openapi-fetch"]);
  });
});
