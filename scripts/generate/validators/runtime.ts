import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build, type Plugin } from "esbuild";
import ts from "typescript";

const resolveFrom = createRequire(import.meta.url).resolve;
const AJV = dirname(resolveFrom("ajv/package.json"));
const FORMATS = join(dirname(resolveFrom("ajv-formats/package.json")), "src/formats.ts");

/**
 * Bundles the code that compiled validators share: ajv's character count, and the formats of ajv-formats that are more
 * than a regular expression.
 */
export async function bundleRuntime(formats: readonly string[]): Promise<string> {
  const entry = [
    'export { default as ucs2length } from "ajv/runtime/ucs2length";',
    'export * from "ajv-formats/formats";',
  ];
  const { outputFiles } = await build({
    stdin: { contents: entry.join("\n"), loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    logLevel: "silent",
    plugins: [sources(formats)],
  });
  return outputFiles[0]?.text.replace(/^\/\/ .*\n/gm, "") ?? "";
}

/**
 * Loads the TypeScript sources of both packages: esbuild can drop unused code from them, but not from CommonJS.
 */
function sources(formats: readonly string[]): Plugin {
  return {
    name: "sources",
    setup(bundler) {
      bundler.onResolve({ filter: /^ajv/ }, ({ path }) => ({ path, namespace: "source" }));
      bundler.onLoad({ filter: /.*/, namespace: "source" }, ({ path }) => ({
        loader: "ts",
        contents:
          path === "ajv-formats/formats"
            ? usedFormats(readFileSync(FORMATS, "utf8"), formats)
            : // Drops the assignment by which ajv refers to the function: it would keep the function in every bundle.
              readFileSync(join(AJV, "lib/runtime/ucs2length.ts"), "utf8").replace(/^ucs2length\.code = .*$/m, ""),
      }));
    },
  };
}

/** Rewrites ajv-formats: an export for each used format replaces the tables of all formats. */
function usedFormats(source: string, names: readonly string[]): string {
  const file = ts.createSourceFile("formats.ts", source, ts.ScriptTarget.ES2022, true);
  const tables = file.statements.filter(ts.isVariableStatement).filter(({ modifiers }) => modifiers !== undefined);
  const all = tables
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find(({ name }) => name.getText() === "fullFormats")?.initializer;
  if (all === undefined || !ts.isObjectLiteralExpression(all)) throw new Error("ajv-formats has no table fullFormats");
  const used = all.properties.filter(({ name }) => names.includes(name?.getText().replaceAll('"', "") ?? ""));
  if (used.length < names.length) throw new Error(`ajv-formats lacks some of ${names.join(", ")}`);
  const rest = tables.reduceRight((text, table) => text.slice(0, table.pos) + text.slice(table.end), source);
  // A bundler keeps constants with an exponentiation, which could have side effects.
  const plain = rest
    .replaceAll(/^export (?=function|const)/gm, "")
    .replaceAll("2 ** 31 - 1", String(2 ** 31 - 1))
    .replaceAll("2 ** 31", String(2 ** 31));
  const values = used.map((property) =>
    ts.isPropertyAssignment(property) ? property.initializer.getText() : property.getText(),
  );
  const constants = values.map(
    (value, index) => `const format${index} = ${value.replaceAll(/\b\w+\(/g, "/* @__PURE__ */ $&")};`,
  );
  const exported = used.map((property, index) => `format${index} as ${property.name?.getText() ?? ""}`);
  return [plain, ...constants, `export { ${exported.join(", ")} };`].join("\n");
}
