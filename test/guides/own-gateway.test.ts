// Protects the guide for gateways: its tests and programs pass for a gateway that implements the contract, and report
// the differences of another one.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import contract from "../../generated/openapi.json" with { type: "json" };
import { IS_EXHAUSTIVE } from "../exhaustive.ts";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { guideFor } from "./guide.ts";
import { passOn, serve, type Served } from "./serve.ts";

const PAGE = "docs/guides/own-gateway.md";
/** A small document of another gateway. */
const SMALL = {
  openapi: "3.1.0",
  info: { title: "Gateway", version: "1" },
  paths: {
    "/v1/videos/generations": {
      post: {
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: {
                type: "object",
                required: ["duration"],
                properties: { duration: { type: "integer", maximum: 10 } },
              },
            },
          },
        },
        responses: {},
      },
    },
  },
};

/**
 * The part of the contract from which the test file and the program derive their cases. `npm run test:exhaustive` uses
 * all of it.
 */
const PART = JSON.stringify({
  ...contract,
  paths: {
    "/v1/videos/generations": {
      post: {
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: {
                type: "object",
                required: ["model", "prompt"],
                additionalProperties: false,
                properties: {
                  model: { const: "kling-o3-reference-to-video" },
                  prompt: { type: "string", maxLength: 2500 },
                  duration: { type: "integer", minimum: 3, maximum: 10 },
                },
              },
            },
          },
        },
        responses: {},
      },
    },
  },
});

/** Returns an alias for each subpath of the package, as a pattern: a string would match every longer name, too. */
function aliasesIn(folder: string): string {
  const part = IS_EXHAUSTIVE ? {} : { "evolink-video/openapi.json": [join(folder, "part.json")] };
  const rules = Object.entries({ ...inject("bundledPaths"), ...part }).map(
    ([name, [file]]) => `{ find: /^${name.replaceAll("/", "\\/")}$/, replacement: ${JSON.stringify(file)} }`,
  );
  return `[${rules.join()}]`;
}

let sandbox: Sandbox;
let strict: Served;
let lax: Served;
let rejecting: Served;
let open: Served;

beforeAll(async () => {
  sandbox = await startSandbox({ speed: 0, credits: 1e9 });
  strict = await serve((request) => passOn(request, sandbox.url));
  // Accepts durations above the limit.
  lax = await serve(async (request) => {
    const text = await request.clone().text();
    return /"duration":(?:1[1-9]|[2-9]\d|\d{3,})[,}]/.test(text) ? Response.json({}) : passOn(request, sandbox.url);
  });
  rejecting = await serve(() => new Response(null, { status: 422 }));
  open = await serve(() => Response.json({}));
});

afterAll(async () => {
  await Promise.all([strict.close(), lax.close(), rejecting.close(), open.close()]);
  await sandbox.close();
});

describe("the test file", () => {
  test.each([
    ["passes for a gateway that implements the contract", () => strict, 0],
    ["fails for a gateway that does not", () => lax, 1],
  ])("%s", async (_what, gateway, expected) => {
    const guide = guideFor(PAGE);
    writeFileSync(join(guide.folder, "part.json"), PART);
    writeFileSync(
      join(guide.folder, "vitest.config.ts"),
      `export default { resolve: { alias: ${aliasesIn(guide.folder)} } };`,
    );

    const { code, stdout, stderr } = await guide.shell("npx vitest run --root . --reporter default", {
      GATEWAY_URL: gateway().url,
    }).ended;

    expect(stdout + stderr).toContain(expected === 0 ? "2 passed" : "duration maximum");
    expect(code).toBe(expected);
  });
});

describe("the program", () => {
  test("finds nothing in a gateway that implements the contract", async () => {
    const guide = guideFor(PAGE);
    writeFileSync(join(guide.folder, "part.json"), PART);
    const file = IS_EXHAUSTIVE ? "" : "part.json";

    const { code, stdout } = await guide.shell(`npx tsx check-gateway.ts ${strict.url} ${file}`).ended;

    expect(code).toBe(0);
    expect(stdout).toMatch(IS_EXHAUSTIVE ? /^\d{3,} cases, 0 findings\n$/ : /^\d\d cases, 0 findings\n$/);
  });

  test("accepts another document, and prints the differences of a gateway", async () => {
    const guide = guideFor(PAGE);
    writeFileSync(join(guide.folder, "own.json"), JSON.stringify(SMALL));

    const { code, stdout } = await guide.node(["check-gateway.ts", open.url, "own.json"], {
      GATEWAY_KEY: "another",
    }).ended;

    expect(code).toBe(1);
    expect(stdout).toMatch(/maximum\n {2}expected 4xx, got 200: an invalid value .*\n {2}curl -i -X POST/);
    expect(stdout).not.toContain("another");
  });

  test("sends only invalid cases with --refused", async () => {
    const guide = guideFor(PAGE);
    writeFileSync(join(guide.folder, "own.json"), JSON.stringify(SMALL));

    const [all, refused] = await Promise.all(
      [[], ["--refused"]].map((flag) => guide.node(["check-gateway.ts", rejecting.url, "own.json", ...flag]).ended),
    );

    expect(all?.stdout).toContain("expected 2xx, got 422");
    expect(refused?.stdout).toMatch(/^\d+ cases, 0 findings\n$/);
  });
});
