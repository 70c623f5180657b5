import { relative } from "node:path";
import {
  Application,
  Converter,
  Logger,
  LogLevel,
  OptionDefaults,
  ReflectionKind,
  type DeclarationReflection,
  type Reflection,
  type TypeDocOptions,
} from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";
import { PATHS } from "../compile.ts";
import { listFields } from "./fields.ts";

/** Internal types that the reference shows only where an export uses them. */
const INTERNAL = [
  "BodyOf",
  "ModelParamsMultiShot",
  "ModelParamsSingleShot",
  "STATUS",
  "SqlPool",
  "PgBossInstance",
  "Loaders",
  "Step",
  "OnProgress",
  "SettledJournal",
  "OtherClientErrorStatus",
  "UncertainStatus",
  "ServerStatus",
];

const entryPoints = Object.entries(PATHS).flatMap(([name, [file = ""]]) =>
  file.endsWith(".ts") ? [{ name, file }] : [],
);

// `docsRoot` is an option of typedoc-vitepress-theme, which exports no type.
const options: TypeDocOptions & Partial<PluginOptions> & { readonly docsRoot: string } = {
  plugin: ["typedoc-plugin-markdown", "typedoc-vitepress-theme"],
  docsRoot: "docs",
  readme: "scripts/docs/sdk.md",
  hidePageHeader: true,
  hideBreadcrumbs: true,
  mergeReadme: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeDeclarationFormat: "table",
  classPropertiesFormat: "table",
  tableColumnSettings: { hideSources: true, hideInherited: true, hideModifiers: true },
  entryPoints: entryPoints.map(({ file }) => file),
  tsconfig: "tsconfig.json",
  name: "SDK reference",
  // `npm run typecheck` checks the types.
  skipErrorChecking: true,
  disableSources: true,
  // Members inherited from `Error` and Node are documented there.
  excludeExternals: true,
  hideGenerator: true,
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  intentionallyNotExported: INTERNAL,
  requiredToBeDocumented: ["Class", "Function", "Interface", "TypeAlias", "Variable", "Enum", "Method", "Accessor"],
  blockTags: [...OptionDefaults.blockTags, "@description", "@constant"],
};

/** Collects TypeDoc's warnings and errors instead of printing them. */
class Complaints extends Logger {
  readonly all: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.all.push(message);
  }
}

/**
 * Writes a Markdown page for every public export. Throws when an export is undocumented, or a `{@link}` leads nowhere.
 */
export async function writeSdkReference(folder: string): Promise<void> {
  const app = await Application.bootstrapWithPlugins(options);
  const complaints = new Complaints();
  app.logger = complaints;
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    nameModule(reflection);
    listFields(context, reflection);
  });
  app.converter.on(Converter.EVENT_RESOLVE, (_context, reflection) => liftDescription(reflection));
  const project = await app.convert();
  if (project) {
    app.validate(project);
    if (complaints.all.length === 0) {
      app.options.setValue("out", folder);
      await app.generateOutputs(project);
    }
  }
  if (complaints.all.length > 0) throw new Error(`the doc comments need fixing:\n${complaints.all.join("\n")}`);
}

/** Names a module as a user imports it. */
function nameModule(reflection: DeclarationReflection): void {
  if (!reflection.kindOf(ReflectionKind.Module)) return;
  const { name } = reflection;
  const found = entryPoints.find(({ file }) =>
    [".", "src"].some((base) => relative(base, file).replace(/(\/index)?\.ts$/, "") === name),
  );
  if (found) reflection.name = found.name;
}

/**
 * Moves the text of `@description`, which openapi-typescript writes, to where other doc comments have it.
 */
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
