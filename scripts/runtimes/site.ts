import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { install } from "./packed.ts";

/** Dependencies of the package: import name and file. */
const DEPENDENCY = { name: "openapi-fetch", file: "node_modules/openapi-fetch/dist/index.mjs" };

/** Imports of the package's modules by name; the smoke test receives them as arguments. */
const HANDED = ["evolink-video", "evolink-video/callback", "evolink-video/sandbox"];

const imports = (client: string, callback: string, sandbox: string): string =>
  [
    'import { smoke } from "./smoke.js";',
    `import * as client from "${client}";`,
    `import * as callback from "${callback}";`,
    `import * as sandbox from "${sandbox}";`,
    "",
  ].join("\n");

const BY_NAME = imports("evolink-video", "evolink-video/callback", "evolink-video/sandbox");

const PROGRAM = `${BY_NAME}
console.log(JSON.stringify(await smoke(client, callback, sandbox, process.argv[2])));
`;

const WORKER = `${imports("./index.js", "./callback.js", "./tools/sandbox.js")}
export default {
  async fetch(request) {
    return Response.json(await smoke(client, callback, sandbox, new URL(request.url).searchParams.get("base")));
  },
};
`;

/**
 * Creates a folder with the packed package and the smoke test, in a form for each kind of runtime: `program.mjs`,
 * `page.html`, `worker.js` with `worker.capnp`. Nothing is bundled: every runtime loads the packed files.
 */
export async function makeSite(folder: string, tarball: string, workerdDate: string): Promise<void> {
  await install(folder, [tarball]);
  const source = await readFile(join(import.meta.dirname, "smoke.ts"), "utf8");
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  });
  await writeFile(join(folder, "smoke.js"), outputText);
  await writeFile(join(folder, "program.mjs"), PROGRAM);
  await writeFile(join(folder, "worker.js"), WORKER);
  await writeFile(join(folder, "page.html"), await page(folder));
  await writeFile(join(folder, "worker.capnp"), await workerConfig(folder, workerdDate));
}

interface Manifest {
  readonly exports: Readonly<Record<string, { readonly default: string }>>;
}

/** Returns a page whose import map (HTML standard) refers to the packed files. */
async function page(folder: string): Promise<string> {
  const fileOf = async (name: string): Promise<string> => {
    const [owner, ...rest] = name.split("/");
    const { exports } = JSON.parse(
      await readFile(join(folder, "node_modules", String(owner), "package.json"), "utf8"),
    ) as Manifest;
    return `/node_modules/${String(owner)}/${String(exports[[".", ...rest].join("/")]?.default).slice(2)}`;
  };
  const handed = await Promise.all(HANDED.map(async (name) => [name, await fileOf(name)] as const));
  const map = { ...Object.fromEntries(handed), [DEPENDENCY.name]: `/${DEPENDENCY.file}` };
  return `<!doctype html>
<script type="importmap">${JSON.stringify({ imports: map })}</script>
<script type="module">
${BY_NAME}
const steps = await smoke(client, callback, sandbox, location.origin);
await fetch("/report", { method: "POST", body: JSON.stringify(steps) });
</script>
`;
}

/** Returns the configuration of workerd, which lists every module: workerd has no `node_modules`. */
async function workerConfig(folder: string, date: string): Promise<string> {
  const dist = "node_modules/evolink-video/dist";
  const packed = (await readdir(join(folder, dist))).filter((file) => file.endsWith(".js"));
  const tools = await importedBy(join(folder, dist, "tools"), "sandbox.js");
  const modules = [
    ...["worker.js", "smoke.js"].map((file) => [file, file]),
    ...[...packed, ...tools.map((file) => `tools/${file}`)].map((file) => [file, `${dist}/${file}`]),
    [DEPENDENCY.name, DEPENDENCY.file],
  ].map(([name, path]) => `(name = "${String(name)}", esModule = embed "${String(path)}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .smoke), (name = "internet", network = (allow = ["private", "local"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const smoke :Workerd.Worker = (modules = [${modules.join(", ")}], compatibilityDate = "${date}", globalOutbound = "internet");
`;
}

/**
 * Returns the files that a file of a folder imports statically, itself included.
 */
async function importedBy(folder: string, entry: string): Promise<readonly string[]> {
  const files = new Set([entry]);
  for (const file of files) {
    const source = ts.createSourceFile(file, await readFile(join(folder, file), "utf8"), ts.ScriptTarget.ES2022);
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const { text } = statement.moduleSpecifier;
      if (text.startsWith("./")) files.add(text.slice(2));
    }
  }
  return [...files];
}
