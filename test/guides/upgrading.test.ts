// Protects the guide for upgrades: drift is reported and does not fail a call, unknown fields are sent only on request,
// releases are compared as described.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { neededBump } from "../../src/drift/release/bump.ts";
import type { Level } from "../../src/drift/finding.ts";
import { startSandbox, type Sandbox } from "../../src/sandbox/index.ts";
import { guideFor, type Guide } from "./guide.ts";
import { ROOT } from "./page.ts";
import { passOn, serve, type Handler } from "./serve.ts";

const PAGE = "docs/guides/upgrading.md";

/** Starts a sandbox behind a server with this handler, and returns the server's URL. */
async function behind(handle: (request: Request, sandbox: Sandbox) => ReturnType<Handler>): Promise<string> {
  const sandbox = await startSandbox({ speed: 300 });
  const front = await serve((request) => handle(request, sandbox));
  onTestFinished(async () => {
    await front.close();
    await sandbox.close();
  });
  return front.url;
}

test("new fields, new statuses and another contract are each reported once, and the video is completed", async () => {
  let polls = 0;
  const url = await behind(async (request, sandbox) => {
    const response = await passOn(request, sandbox.url);
    const task = (await response.json()) as object;
    const status = request.method === "GET" && (polls += 1) === 1 ? { status: "waiting_for_capacity" } : {};
    return Response.json({ ...task, ...status, region: "eu" }, { headers: { "x-contract-fingerprint": "another" } });
  });

  const { code, stdout, stderr } = await guideFor(PAGE).node(["drift.ts"], { EVOLINK_BASE_URL: url }).ended;

  expect({ code, stdout }).toEqual({ code: 0, stdout: "completed\n" });
  expect(polls).toBeGreaterThan(1);
  expect(stderr.trim().split("\n").sort()).toEqual([
    expect.stringMatching(/^EvoLink has changed: \/region: is not a field of the contract/),
    expect.stringMatching(/^EvoLink has changed: \/status: .*waiting_for_capacity/),
    expect.stringMatching(/^EvoLink has changed: the server implements another contract/),
  ]);
});

describe("a field that the contract does not define", () => {
  test("is sent with extraBody", async () => {
    const bodies: Record<string, unknown>[] = [];
    const url = await behind(async (request, sandbox) => {
      const { not_a_field, ...body } = (await request.json()) as Record<string, unknown>;
      bodies.push({ not_a_field });
      return passOn(request, sandbox.url, { body: JSON.stringify(body) });
    });

    const { code, stdout } = await guideFor(PAGE).node(["not-yet.ts"], { EVOLINK_BASE_URL: url }).ended;

    expect(code).toBe(0);
    expect(stdout).toMatch(/^task-unified-/);
    expect(bodies).toEqual([{ not_a_field: 7 }]);
  });

  test("is rejected by the sandbox", async () => {
    const url = await behind((request, sandbox) => passOn(request, sandbox.url));

    const { code, stderr } = await guideFor(PAGE).node(["not-yet.ts"], { EVOLINK_BASE_URL: url }).ended;

    expect(code).toBe(1);
    expect(stderr).toMatch(/BadRequestError: .*not_a_field/);
  });

  test("inside model_params needs `validate: false`, too", async () => {
    const guide = guideFor(PAGE);
    const nested = guide.code("not-yet.ts").replace("{ not_a_field: 7 }", '{ model_params: { camera: "still" } }');
    writeFileSync(join(guide.folder, "checked.ts"), nested);
    writeFileSync(join(guide.folder, "unchecked.ts"), nested.replace("{ extraBody", "{ validate: false, extraBody"));
    const url = await behind((request, sandbox) => passOn(request, sandbox.url));

    const [checked, unchecked] = await Promise.all(
      ["checked.ts", "unchecked.ts"].map((file) => guide.node([file], { EVOLINK_BASE_URL: url }).ended),
    );

    expect(checked?.stderr).toContain("InvalidRequestError");
    expect(unchecked?.stderr).toContain("BadRequestError");
  });
});

/** Creates two releases for the guide's `npm pack`: this one, and one with a smaller maximum duration. */
function release(guide: Guide): void {
  const contract = readFileSync(join(ROOT, "generated/openapi.json"), "utf8");
  for (const [version, text] of [
    ["0.1.0", contract],
    ["0.2.0", contract.replace(/(?<="minimum": ?3,\s*"maximum": ?)10/, "8")],
  ] as const) {
    mkdirSync(join(guide.folder, version, "package/generated"), { recursive: true });
    writeFileSync(join(guide.folder, version, "package/generated/openapi.json"), text);
  }
  // npm pack evolink-video@VERSION --pack-destination FOLDER …
  writeFileSync(
    join(guide.folder, "bin/npm"),
    `#!/bin/sh\nexec tar -czf "$4/release.tgz" -C '${guide.folder}/'"\${2#*@}" package\n`,
  );
  chmodSync(join(guide.folder, "bin/npm"), 0o755);
}

test("two releases are compared, with an example body for what breaks", async () => {
  const guide = guideFor(PAGE);
  release(guide);

  const { code, stdout } = await guide.shell(guide.code("sh")).ended;

  expect(code).toBe(1);
  expect(stdout).toMatch(
    /BREAKING {2}POST \/v1\/videos\/generations .*duration › maximum[\s\S]*10 → 8[\s\S]*old accepts, new rejects: \{.*"duration":9/,
  );
});

describe("the table of version numbers", () => {
  const rows = [...readFileSync(join(ROOT, PAGE), "utf8").matchAll(/^\| `(\w+)`: .*\| (\w+) +\| (\w+) +\|$/gm)].map(
    ([, level, early, later]) => [level, early, later],
  );

  test("has every level", () => {
    expect(rows.map(([level]) => level)).toEqual(["breaking", "unproven", "compatible", "docs"]);
  });

  test.each(rows)("says for %s which bump CI requires", (level, early, later) => {
    const change = {
      level: level as Level,
      audience: "callers",
      where: "#",
      before: undefined,
      after: undefined,
      message: "",
      witness: undefined,
    } as const;

    expect([neededBump([change], "0.4.2"), neededBump([change], "1.4.2")]).toEqual([early, later]);
  });
});
