// Protects the examples in doc comments: each compiles.
import { describe, expect, test } from "vitest";
import { compile } from "./compile.ts";
import { EXPORTS } from "./exports.ts";

/** Imports and declarations of names that examples use without declaring them. */
const CONTEXT = `
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Express } from "express";
import { setupServer } from "msw/node";
import type { Task, VideoGenerationRequest } from "evolink-video";
import { afterAll, afterEach } from "vitest";
${importsOfPackage()}

declare const app: Express;
declare const askPerson: (order: object, message: string) => Promise<void>;
declare const baseUrl: string;
declare const batch: PgBossBatch;
declare const body: VideoGenerationRequest;
declare const cases: readonly ContractCase[];
declare const document: unknown;
declare const error: unknown;
declare const evolink: EvoLink;
declare const handler: ReturnType<typeof createCallbackHandler>;
declare const journal: Journal;
declare const order: { readonly id: string };
declare const pool: OnceOptions["pool"];
declare const queue: { add(name: string, job: object): Promise<void> };
declare const sandbox: Sandbox;
declare const save: (...what: unknown[]) => Promise<void>;
declare const request: Request;
declare const secret: string;
declare const task: Task;
`;

/** Returns imports of all exports of the package, each from the first entry point that exports it. */
function importsOfPackage(): string {
  const names = EXPORTS.filter(({ name }) => /^\w+$/.test(name));
  const first = new Map(names.toReversed().map((entry) => [entry.name, entry]));
  return [...first.values()]
    .map(({ name, specifier, isUsed }) => `import ${isUsed ? "" : "type "}{ ${name} } from "${specifier}";`)
    .join("\n");
}

/** Returns a module with the example in an async function, where it may use `await` and declare any variable. */
function moduleOf(code: string, specifier: string): string {
  const client = specifier === "evolink-video/fetch" ? "EvoLinkClient" : "EvoLink";
  return `${CONTEXT}
declare const client: ${client};
export async function example() {
${code.replaceAll(/^export /gm, "")}
}
`;
}

const examples = EXPORTS.flatMap(({ name, specifier, examples: texts }) =>
  texts.map((code, index) => ({ name: `${specifier} ${name} ${String(index + 1)}`, code, specifier })),
);
const fileOf = (name: string): string => name.replaceAll(/[^\w]+/g, "-");

describe("the example of", () => {
  const found = compile(
    Object.fromEntries(examples.map(({ name, code, specifier }) => [fileOf(name), moduleOf(code, specifier)])),
  );

  test.each(examples.map(({ name }) => name))("%s compiles", (name) => {
    expect(found[fileOf(name)]).toEqual([]);
  });
});
