import { relative } from "node:path";
import {
  Application,
  Converter,
  JSX,
  Logger,
  LogLevel,
  OptionDefaults,
  ReflectionKind,
  type DeclarationReflection,
  type Reflection,
  type TypeDocOptions,
} from "typedoc";
import { PATHS } from "../compile.ts";
import { bar, headOf } from "./layout.ts";

/** Types that say something only within the one export that uses them. */
const INTERNAL = [
  "STATUS",
  "SqlPool",
  "PgBossInstance",
  "Loaders",
  "Step",
  "OnProgress",
  "SettledJournal",
  "OtherRefusal",
  "UncertainStatus",
  "ServerStatus",
];

const entryPoints = Object.entries(PATHS).flatMap(([name, [file = ""]]) =>
  file.endsWith(".ts") ? [{ name, file }] : [],
);

const options: TypeDocOptions = {
  entryPoints: entryPoints.map(({ file }) => file),
  tsconfig: "tsconfig.json",
  name: "SDK reference",
  readme: "scripts/docs/sdk.md",
  customCss: "scripts/docs/sdk.css",
  // `npm run typecheck` does it.
  skipErrorChecking: true,
  disableSources: true,
  // What a class has from `Error` and Node is documented there.
  excludeExternals: true,
  hideGenerator: true,
  navigation: { includeFolders: false },
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  intentionallyNotExported: INTERNAL,
  requiredToBeDocumented: ["Class", "Function", "Interface", "TypeAlias", "Variable", "Enum", "Method", "Accessor"],
  blockTags: [...OptionDefaults.blockTags, "@description", "@constant"],
};

/** Keeps what TypeDoc has to say against the doc comments, instead of printing it. */
class Complaints extends Logger {
  readonly all: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.all.push(message);
  }
}

/** Writes the reference of every public export into a folder of the site. Throws when an export is undocumented, or a `{@link}` names nothing. */
export async function addSdkReference(folder: string, path: string): Promise<void> {
  const app = await Application.bootstrap(options);
  const complaints = new Complaints();
  app.logger = complaints;
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection) => nameModule(reflection));
  app.converter.on(Converter.EVENT_RESOLVE, (_context, reflection) => liftDescription(reflection));
  app.renderer.hooks.on("head.begin", ({ page }) =>
    JSX.createElement(JSX.Raw, { html: headOf(`${path}/${page.url}`) }),
  );
  app.renderer.hooks.on("body.begin", ({ page }) => JSX.createElement(JSX.Raw, { html: bar(`${path}/${page.url}`) }));
  const project = await app.convert();
  if (project) {
    app.validate(project);
    if (complaints.all.length === 0) await app.generateDocs(project, folder);
  }
  if (complaints.all.length > 0) throw new Error(`the doc comments need mending:\n${complaints.all.join("\n")}`);
}

/** A module is called as a user imports it. */
function nameModule(reflection: DeclarationReflection): void {
  if (!reflection.kindOf(ReflectionKind.Module)) return;
  const { name } = reflection;
  const found = entryPoints.find(({ file }) =>
    [".", "src"].some((base) => relative(base, file).replace(/(\/index)?\.ts$/, "") === name),
  );
  if (found) reflection.name = found.name;
}

/** The generated types put their text under `@description`, after openapi-typescript's manner; here it stands where every other text does. */
function liftDescription({ comment }: Reflection): void {
  const description = comment?.getTag("@description");
  if (comment === undefined || description === undefined) return;
  comment.summary = [
    ...comment.summary,
    ...(comment.summary.length > 0 ? [{ kind: "text" as const, text: "\n\n" }] : []),
    ...description.content,
  ];
  comment.removeTags("@description");
}
