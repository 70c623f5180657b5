// Protects what an editor shows: every field with its description, limits and default, calls and errors by short names.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { at, readContract, resolve, type Json } from "../../scripts/generate/contract.ts";
import { limitsOf } from "../../scripts/generate/limits.ts";

const ROOT = join(import.meta.dirname, "../..");
const FILE = join(ROOT, "test/types/hovered.ts");

const contract = readContract();
const fieldsOf = (name: string): [string, Json][] =>
  Object.entries(at(contract, "components", "schemas", name, "properties")).map(([field, node]) => [field, at(node)]);

const SCHEMAS = ["VideoGenerationRequest", "ModelParams", "Task", "TaskInfo", "Usage", "TaskError", "Credits"] as const;
const fields = SCHEMAS.flatMap((schema) =>
  fieldsOf(schema).map(([field, node]) => ({
    name: `${schema}.${field}`,
    schema,
    field,
    described: resolve(contract, node),
    own: node,
  })),
);

const SOURCE = `import { EvoLink, type ${SCHEMAS.join(", type ")} } from "../../src/sdk/index.ts";
const client = new EvoLink();
const body = {} as VideoGenerationRequest;
const created = client.videos.generate(body);
const completed = client.videos.generateAndWait(body);
const waited = client.tasks.wait("task-unified-1");
const read = client.tasks.get("task-unified-1");
const { results } = await waited;
const undefinedIsFine: VideoGenerationRequest = { model: "kling-o3-reference-to-video", prompt: "a", duration: undefined };
void client.videos.generate({ prompt: "A fox" });
${fields.map(({ schema, field }, index) => `export const field${index} = (value: ${schema}) => value.${field};`).join("\n")}
void created; void completed; void read; void results; void undefinedIsFine;
`;

const options = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => readFileSync(path, "utf8")).config,
  ts.sys,
  ROOT,
).options;

const service = ts.createLanguageService({
  getScriptFileNames: () => [FILE],
  getScriptVersion: () => "1",
  getScriptSnapshot: (path) => {
    const text = path === FILE ? SOURCE : ts.sys.readFile(path);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => ROOT,
  getCompilationSettings: () => options,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (path) => path === FILE || ts.sys.fileExists(path),
  readFile: (path) => (path === FILE ? SOURCE : ts.sys.readFile(path)),
});

/** What an editor shows for the last name of a text: the type, then the documentation. */
function hover(text: string): { readonly type: string; readonly documentation: string } {
  const info = service.getQuickInfoAtPosition(FILE, SOURCE.indexOf(text) + text.length - 1);
  const tags = (info?.tags ?? []).map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`);
  return {
    type: ts.displayPartsToString(info?.displayParts),
    documentation: [ts.displayPartsToString(info?.documentation), ...tags].join("\n"),
  };
}

const words = (text: unknown): string => String(text).replace(/\s+/g, " ").trim();

describe("hovering a field shows its documentation", () => {
  test.each(fields.map((one, index) => ({ ...one, index })))("$name", ({ schema, field, described, own, index }) => {
    const { documentation } = hover(`field${index} = (value: ${schema}) => value.${field}`);

    const shown = words(documentation);
    expect(shown).toContain(words(own.description ?? described.description));
    expect(shown).toContain(words(limitsOf(described) ?? ""));
    if (described.default !== undefined) expect(shown).toContain(`@default ${described.default as string}`);
  });
});

describe("hovering a call shows a short type", () => {
  test.each([
    { behind: "const created", type: "const created: ApiPromise<Task>" },
    { behind: "const read", type: "const read: ApiPromise<Task>" },
    { behind: "const completed", type: "const completed: Promise<CompletedTask>" },
    { behind: "const waited", type: "const waited: Promise<CompletedTask>" },
    { behind: "const { results", type: "const results: readonly string[]" },
  ])("$type", ({ behind, type }) => {
    expect(hover(behind).type).toBe(type);
  });
});

test("a missing model is the one error, in three short lines; undefined is accepted", () => {
  const errors = service
    .getSemanticDiagnostics(FILE)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));

  expect(errors).toHaveLength(1);
  const lines = String(errors[0]).split("\n");
  expect(lines.at(-1)?.trim()).toBe(
    "Property 'model' is missing in type '{ prompt: string; }' but required in type 'VideoGenerationRequestBase'.",
  );
  expect(lines).toHaveLength(3);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(130);
});
