// Protects loading: a document of several files is read as one, and an unresolved reference is an error.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { DocumentError } from "../../src/openapi/document-error.ts";
import { inlineReferences } from "../../src/openapi/inline.ts";
import { loadDocument } from "../../src/openapi/load.ts";
import type { Json, JsonObject } from "../../src/openapi/json.ts";

const HEAD = { openapi: "3.1.0", info: { title: "t", version: "1" } };
const OPERATION = { responses: { "200": { description: "ok" } } };

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function folderWith(files: Readonly<Record<string, JsonObject>>): string {
  const folder = mkdtempSync(join(tmpdir(), "load-"));
  closing.push(() => {
    rmSync(folder, { recursive: true });
  });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), stringify(content));
  }
  return folder;
}

async function serve(files: Readonly<Record<string, JsonObject>>): Promise<string> {
  const server = createServer((request, response) => {
    const content = files[(request.url ?? "/").slice(1)];
    response.writeHead(content ? 200 : 404).end(content ? JSON.stringify(content) : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

describe("a document of several files", () => {
  const files = {
    "openapi.yaml": {
      ...HEAD,
      paths: { "/x": { $ref: "paths/x.yaml" }, "/y": { post: { $ref: "operations.yaml#/create" } } },
    },
    "paths/x.yaml": {
      get: {
        responses: {
          "200": { description: "ok", content: { "application/json": { schema: { $ref: "../user.yaml" } } } },
        },
      },
    },
    "user.yaml": { type: "object", properties: { name: { type: "string" }, friend: { $ref: "#" } } },
    "operations.yaml": {
      create: { requestBody: { content: { "application/json": { schema: { $ref: "user.yaml" } } } }, ...OPERATION },
    },
  };

  it("is read as one", async () => {
    const document = await loadDocument("openapi.yaml", { directory: folderWith(files) });

    expect(document).toMatchObject({
      paths: {
        "/x": {
          get: {
            responses: {
              "200": { content: { "application/json": { schema: { $ref: "#/components/schemas/user" } } } },
            },
          },
        },
        "/y": {
          post: { requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/user" } } } } },
        },
      },
      components: { schemas: { user: { properties: { name: { type: "string" } } } } },
    });
  });

  it("is read over HTTP", async () => {
    const document = await loadDocument(`${await serve(files)}/openapi.yaml`);

    expect(document).toMatchObject({ paths: { "/y": { post: { responses: OPERATION.responses } } } });
  });

  it.each([
    { name: "a missing file", reference: "gone.yaml", message: /gone\.yaml/ },
    { name: "a missing part of a file", reference: "user.yaml#/gone", message: /Can't resolve \$ref/ },
    { name: "a file that is not a document", reference: "text.yaml", message: /x/ },
  ])("that refers to $name is rejected", async ({ reference, message }) => {
    const directory = folderWith({
      ...files,
      "openapi.yaml": { ...HEAD, paths: { "/x": { get: { $ref: reference } } } },
    });
    const load = loadDocument("openapi.yaml", { directory });

    await expect(load).rejects.toThrow(DocumentError);
    await expect(load).rejects.toThrow(message);
  });

  it("over HTTP cannot refer to a file on disk", async () => {
    const address = await serve({ "openapi.yaml": { ...HEAD, paths: { "/x": { $ref: "file:///etc/hostname" } } } });

    await expect(loadDocument(`${address}/openapi.yaml`)).rejects.toThrow(DocumentError);
  });
});

describe("a reference where OpenAPI has no Reference Object", () => {
  const item = { get: OPERATION };
  const components = {
    "x-parts": { paths: { "/x": item }, item, operation: OPERATION, responses: OPERATION.responses },
  };
  const to = (name: string): JsonObject => ({ $ref: `#/components/x-parts/${name}` });

  it.each<{ name: string; paths: Json }>([
    { name: "at paths", paths: to("paths") },
    { name: "at a path item", paths: { "/x": to("item") } },
    { name: "at an operation", paths: { "/x": { get: to("operation") } } },
    { name: "at responses", paths: { "/x": { get: { responses: to("responses") } } } },
  ])("$name is replaced by its target", ({ paths }) => {
    expect(inlineReferences({ ...HEAD, paths, components }).paths).toEqual({ "/x": item });
  });

  it("at content is replaced by its target", () => {
    const content = { "application/json": { schema: { type: "string" } } };
    const paths = { "/x": { get: { requestBody: { content: { $ref: "#/x-content" } } } } };

    expect(inlineReferences({ ...HEAD, paths, "x-content": content }).paths).toEqual({
      "/x": { get: { requestBody: { content } } },
    });
  });

  it("beside operations is merged with them", () => {
    const paths = { "/x": { ...to("item"), post: OPERATION } };

    expect(inlineReferences({ ...HEAD, paths, components }).paths).toEqual({
      "/x": { get: OPERATION, post: OPERATION },
    });
  });

  it.each<{ name: string; reference: string; message: RegExp }>([
    {
      name: "names nothing",
      reference: "#/components/gone",
      message: /#\/components\/gone at #\/paths\/~1x\/get names nothing/,
    },
    {
      name: "leaves the document",
      reference: "other.yaml",
      message: /other\.yaml at #\/paths\/~1x\/get leaves the document/,
    },
    { name: "refers to itself", reference: "#/paths/~1x/get", message: /leads back to itself/ },
  ])("is rejected when it $name", ({ reference, message }) => {
    const document = { ...HEAD, paths: { "/x": { get: { $ref: reference } } } };

    expect(() => inlineReferences(document)).toThrow(message);
  });

  it("from a callback to its own path item is kept", () => {
    const callback = { "{$url}": { $ref: "#/components/pathItems/P" } };
    const document = {
      ...HEAD,
      paths: { "/x": { $ref: "#/components/pathItems/P" } },
      components: { pathItems: { P: { post: { ...OPERATION, callbacks: { done: callback } } } } },
    };

    expect(inlineReferences(document).paths).toEqual({
      "/x": { post: { ...OPERATION, callbacks: { done: callback } } },
    });
  });
});
