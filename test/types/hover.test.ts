// Protects what an editor shows on hover: description, limits and default of every field, and short types of calls.
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

/** A field of a request or a nested field. */
interface RequestField {
  /** Names of the fields from the outermost to this one. */
  readonly path: readonly string[];
  readonly own: Json;
  readonly described: Json;
}

function requestFields(schema: Json, path: readonly string[] = []): RequestField[] {
  const nested = Object.entries(at(schema, "properties")).flatMap(([name, node]): RequestField[] => {
    const described = resolve(contract, at(node));
    const field = { path: [...path, name], own: at(node), described };
    return [field, ...requestFields(described, field.path), ...requestFields(at(described, "items"), field.path)];
  });
  return nested;
}

/** Returns a value of a schema with every field. */
function literalOf(node: Json, multiShot: boolean, name = ""): unknown {
  const schema = resolve(contract, node);
  if (name === "multi_shot") return multiShot;
  if (schema.type === "array") return [literalOf(at(schema, "items"), multiShot)];
  if (schema.type !== "object")
    return (
      (schema.enum as unknown[] | undefined)?.[0] ?? { string: "1", boolean: true, integer: 1 }[String(schema.type)]
    );
  const members = Object.entries(at(schema, "properties"));
  return Object.fromEntries(members.map(([member, value]) => [member, literalOf(at(value), multiShot, member)]));
}

const request = at(contract, "components", "schemas", "VideoGenerationRequest");
const LITERALS = {
  "single shot": literalOf(request, false),
  "multi-shot": literalOf(request, true),
};

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
${Object.values(LITERALS)
  .map((literal) => `void client.videos.generate(${JSON.stringify(literal)});`)
  .join("\n")}
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

interface Hover {
  readonly type: string;
  readonly documentation: string;
}

/** Returns what an editor shows for the last name of a text: type and documentation. */
function hover(text: string): Hover {
  return hoverAt(SOURCE.indexOf(text) + text.length - 1);
}

function hoverAt(position: number): Hover {
  const info = service.getQuickInfoAtPosition(FILE, position);
  const tags = (info?.tags ?? []).map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`);
  return {
    type: ts.displayPartsToString(info?.displayParts),
    documentation: [ts.displayPartsToString(info?.documentation), ...tags].join("\n"),
  };
}

/** Returns the position of a field's key in an object literal. */
function positionOf(literal: unknown, path: readonly string[]): number {
  const start = SOURCE.indexOf(JSON.stringify(literal));
  return path.reduce((position, name) => SOURCE.indexOf(`"${name}":`, position) + 1, start);
}

const words = (text: unknown): string => String(text).replace(/\s+/g, " ").trim();

/** Expects the description, the limits and the default of a field. */
function expectDocumented({ documentation }: Hover, { own, described }: Pick<RequestField, "own" | "described">): void {
  const shown = words(documentation);
  expect(shown).toContain(words(own.description ?? described.description));
  expect(shown).toContain(words(limitsOf(described) ?? ""));
  if (described.default !== undefined) expect(shown).toContain(`@default ${described.default as string}`);
}

describe("hovering a field shows its documentation", () => {
  test.each(fields.map((one, index) => ({ ...one, index })))("$name", ({ schema, field, index, ...documented }) => {
    expectDocumented(hover(`field${index} = (value: ${schema}) => value.${field}`), documented);
  });
});

describe.each(Object.entries(LITERALS))("hovering a key of an object literal, %s", (_, literal) => {
  const keys = requestFields(request).map((field) => ({ ...field, name: field.path.join(".") }));

  test.each(keys)("$name shows its documentation, once", ({ path, ...documented }) => {
    const shown = hoverAt(positionOf(literal, path));

    expectDocumented(shown, documented);
    expect(shown.documentation.split("@description")).toHaveLength(2);
  });
});

describe("hovering a call shows a short type", () => {
  test.each([
    { text: "const created", type: "const created: ApiPromise<Task>" },
    { text: "const read", type: "const read: ApiPromise<Task>" },
    { text: "const completed", type: "const completed: Promise<CompletedTask>" },
    { text: "const waited", type: "const waited: Promise<CompletedTask>" },
    { text: "const { results", type: "const results: readonly string[]" },
  ])("$type", ({ text, type }) => {
    expect(hover(text).type).toBe(type);
  });
});

test("a missing model is one error of three short lines, and undefined is accepted", () => {
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
