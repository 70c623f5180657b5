// Protects `drift vendor`: each change of the vendor's page is found, intended differences are explained, and an
// unreadable page is an error.
import { createServer, type RequestListener } from "node:http";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { afterEach, describe, expect, it, onTestFinished, test } from "vitest";
import { main } from "../../src/cli/drift.ts";
import { DocumentError } from "../../src/openapi/document-error.ts";
import { objectAt, type Json, type JsonObject } from "../../src/openapi/json.ts";
import { compareWithVendor, type VendorDrift } from "../../src/drift/vendor/compare.ts";
import { matches, readKnown } from "../../src/drift/vendor/known.ts";
import { documentIn, PAGE_OF_PATH, readVendor, twinOf, VENDOR_PAGE } from "../../src/drift/vendor/page.ts";
import {
  BEFORE_STRING_CODES,
  vendorDocument,
  vendorPage,
  WITH_STRING_CODES,
  WITHOUT_MULTI_SHOT,
  type VendorState,
} from "./vendor-pages.ts";

const contract = parse(readFileSync("test/drift/vendor/contract.yaml", "utf8"), { merge: true }) as JsonObject;
const known = readKnown(
  parse(readFileSync("test/drift/vendor/known-differences.yaml", "utf8")) as Json,
  "known-differences.yaml",
);

function drift(state: VendorState): VendorDrift {
  return compareWithVendor(contract, documentIn(vendorPage(state), "the page"), known);
}

function ends({ unexplained }: VendorDrift): string[] {
  return unexplained.map(({ where }) => where.split("/").slice(-2).join("/"));
}

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

describe("the vendor's page at three dates", () => {
  it("after multi-shot was withdrawn: has only known differences", () => {
    const found = drift(WITHOUT_MULTI_SHOT);

    expect(found.unexplained).toEqual([]);
    expect(new Set(found.explained.map(({ by }) => by?.where)).size).toBe(known.length);
    expect(found.paths).toEqual(["/v1/videos/generations"]);
  });

  it("with multi-shot and string codes: contradicts the entries about multi-shot", () => {
    const found = drift(WITH_STRING_CODES);

    expect(ends(found)).toEqual(
      expect.arrayContaining(["properties/multi_shot", "properties/shot_type", "properties/multi_prompt"]),
    );
    expect(ends(found).filter((where) => where.includes("code") || where.includes("503"))).toEqual([]);
  });

  it("with integer codes: also contradicts the entries about codes, and has the status 503", () => {
    const found = drift(BEFORE_STRING_CODES);

    expect(ends(found)).toEqual(
      expect.arrayContaining(["code/type", "properties/fallback_suggestion", "responses/503", "properties/multi_shot"]),
    );
  });

  it("with a changed limit: has a finding with an example", () => {
    const document = JSON.parse(
      JSON.stringify(vendorDocument(WITHOUT_MULTI_SHOT)).replace('"maximum":10', '"maximum":8'),
    ) as JsonObject;

    const { unexplained } = compareWithVendor(contract, document, known);

    expect(unexplained).toHaveLength(1);
    expect(unexplained[0]).toMatchObject({
      level: "breaking",
      before: 10,
      after: 8,
      witness: { acceptedBy: "contract", refusedBy: "page" },
    });
    expect(objectAt({ witness: unexplained[0]?.witness?.body ?? null }, "witness").duration).toBe(9);
  });

  it("with a new field: has a finding, although it is compatible", () => {
    const document = JSON.parse(
      JSON.stringify(vendorDocument(WITHOUT_MULTI_SHOT)).replace(
        '"aspect_ratio":',
        '"negative_prompt":{"type":"string"},"aspect_ratio":',
      ),
    ) as JsonObject;

    const { unexplained } = compareWithVendor(contract, document, known);

    expect(unexplained.map(({ level, message }) => [level, message])).toEqual([
      ["compatible", expect.stringContaining("negative_prompt was added")],
    ]);
  });
});

describe("a report on the vendor's page", () => {
  it.each([
    ["--markdown", "accepted by the contract, rejected by the page"],
    ["--json", '"acceptedBy": "contract"'],
    ["--fail-on=none", "contract accepts, page rejects: "],
  ])("with %s compares contract and page, not old and new", async (option, words) => {
    const folder = mkdtempSync(join(tmpdir(), "drift-page-"));
    const text = JSON.stringify(vendorDocument(WITHOUT_MULTI_SHOT));
    writeFileSync(join(folder, "contract.json"), text);
    writeFileSync(join(folder, "page.json"), text.replace('"maximum":10', '"maximum":8'));
    writeFileSync(join(folder, "known.yaml"), "differences: []\n");
    const output: string[] = [];

    const status = await main(
      ["vendor", "page.json", option, "--contract", "contract.json", "--known", "known.yaml"],
      (line) => output.push(line),
      (line) => output.push(line),
      folder,
    );

    rmSync(folder, { recursive: true });
    expect(status).toBeLessThan(2);
    expect(output.join("\n")).toContain(words);
    expect(output.join("\n")).not.toMatch(/\b(?:old|new) (?:version|accepts|rejects)|before → after/);
  });
});

describe("the vendor's pages", () => {
  it("that are compared by default cover every path of the contract", () => {
    const paths = Object.keys(objectAt(parse(readFileSync("openapi/openapi.yaml", "utf8")) as JsonObject, "paths"));

    expect(Object.keys(PAGE_OF_PATH).sort()).toEqual(paths.sort());
  });

  it("that are not compared are listed with their URLs", async () => {
    const folder = mkdtempSync(join(tmpdir(), "drift-page-"));
    const page = vendorDocument(WITHOUT_MULTI_SHOT);
    const others = Object.fromEntries<JsonObject>(
      Object.keys(PAGE_OF_PATH).map((path) => [path, { get: { responses: {} } }]),
    );
    const paths = { ...others, ...objectAt(page, "paths") };
    writeFileSync(join(folder, "page.json"), JSON.stringify(page));
    writeFileSync(join(folder, "contract.json"), JSON.stringify({ ...page, paths }));
    const output: string[] = [];
    const print = (text: string): unknown => output.push(text);

    await main(["vendor", "page.json", "--contract", "contract.json", "--lock", "none.json"], print, print, folder);

    rmSync(folder, { recursive: true });
    const text = output.join("\n");
    expect(text).toContain("Not compared, because no given page describes them:");
    expect(text).toContain("/v1/credits: https://docs.evolink.ai/en/api-manual/account-management/get-credits");
    expect(text).toContain(
      "/v1/tasks/{task_id}: https://docs.evolink.ai/en/api-manual/task-management/get-task-detail",
    );
    expect(text).not.toContain("/v1/videos/generations: ");
  });
});

test("outside a clone, contract, known differences and lock file are those of the package", async () => {
  const folder = mkdtempSync(join(tmpdir(), "drift-elsewhere-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "page.json"), JSON.stringify(vendorDocument(WITHOUT_MULTI_SHOT)));
  const output: string[] = [];
  const print = (text: string) => output.push(text);

  const status = await main(["vendor", "page.json"], print, print, folder);

  expect(status).toBeLessThan(2);
  expect(output.join("\n")).toContain("Known differences:");
  expect(output.join("\n")).not.toContain("There is no ");
});

describe("a vendor's page", () => {
  const page = vendorPage(WITHOUT_MULTI_SHOT);
  const fence = "`".repeat(4);

  it.each([
    ["a plain YAML document", stringify(vendorDocument(WITHOUT_MULTI_SHOT))],
    ["a plain JSON document", JSON.stringify(vendorDocument(WITHOUT_MULTI_SHOT))],
    ["a block between four backticks", page],
    ["a block between three backticks", page.replaceAll(fence, "```")],
    ["a block between tildes", page.replaceAll(fence, "~~~")],
    ["a block called yml", page.replace(`${fence}yaml`, `${fence}yml`)],
    ["Windows line ends", page.replaceAll("\n", "\r\n")],
  ])("is parsed as %s", (_form, text) => {
    const document = documentIn(text, "the page");

    expect(document).toEqual(vendorDocument(WITHOUT_MULTI_SHOT));
  });

  it.each([
    ["a page of HTML", "<!DOCTYPE html><html><body>Video</body></html>", "HTML page"],
    ["an empty page", " \n", "is empty"],
    ["a page without a block", "# A model\n\nNothing here.\n", "no fenced block"],
    [
      "a block of something else",
      `# A model\n\n${fence}yaml\nkey: value\n${fence}\n`,
      "none of them an OpenAPI document",
    ],
    ["a block that does not end", page.slice(0, -6), "truncated"],
    ["a block that is not YAML", `${fence}yaml\nopenapi: 3.1.0\n  bad: [\n${fence}\n`, "neither JSON nor YAML"],
    ["two documents", `${page}\n${page}`, "2 OpenAPI documents"],
  ])("is rejected with a reason when it is %s", (_form, text, reason) => {
    expect(() => documentIn(text, "the page")).toThrow(reason);
  });

  it("without an operation of the contract cannot be compared", () => {
    const other = { ...vendorDocument(WITHOUT_MULTI_SHOT), paths: { "/v1/images": {} } };

    expect(() => compareWithVendor(contract, other, known)).toThrow(DocumentError);
  });

  it("is requested in its Markdown version", () => {
    expect(twinOf(VENDOR_PAGE)).toBe(`${VENDOR_PAGE}.md`);
    expect(twinOf("https://example.com/openapi.json")).toBe("https://example.com/openapi.json");
  });
});

describe("fetching the page", () => {
  it("follows a redirect on the same host", async () => {
    const base = await serve((request, response) => {
      if (request.url === "/a.md") response.writeHead(302, { location: "/b.md" }).end();
      else response.end(vendorPage(WITHOUT_MULTI_SHOT));
    });

    const document = await readVendor(`${base}/a`);

    expect(document.openapi).toBe("3.1.0");
  });

  it.each<[string, RequestListener, string]>([
    [
      "another host in a redirect",
      (_request, response) => {
        response.writeHead(302, { location: "http://other.invalid/x.md" }).end();
      },
      "redirects to another place",
    ],
    [
      "a redirect to itself",
      (request, response) => {
        response.writeHead(302, { location: request.url ?? "/" }).end();
      },
      "redirects more than",
    ],
    [
      "an error status",
      (_request, response) => {
        response.writeHead(404).end("# gone");
      },
      "status 404",
    ],
    [
      "HTML instead of Markdown",
      (_request, response) => {
        response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><p>hi");
      },
      "HTML page",
    ],
    [
      "a body that is too large",
      (_request, response) => {
        response.end("x".repeat(5000));
      },
      "larger than 1000 bytes",
    ],
    [
      "a response that does not end",
      (_request, response) => {
        response.write("# A model");
      },
      "no complete response within 300 ms",
    ],
  ])("fails with the reason on %s", async (_case, listener, reason) => {
    const base = await serve(listener);

    const reading = readVendor(`${base}/page`, { timeout: 300, maxBytes: 1000 });

    await expect(reading).rejects.toThrow(reason);
    await expect(reading).rejects.toBeInstanceOf(DocumentError);
  });

  it("fails with the reason when the server is unreachable", async () => {
    const base = await serve((_request, response) => {
      response.end();
    });
    await closing.splice(0)[0]?.();

    await expect(readVendor(`${base}/page`)).rejects.toThrow("could not be read");
  });
});

describe("known differences", () => {
  it.each([
    ["#/a/*/c", "#/a/b/c", true],
    ["#/a/*", "#/a/b/c", false],
    ["#/a/**", "#/a/b/c", true],
    ["#/**/c", "#/a/b/c", true],
    ["#/a/**/c", "#/a/c", true],
    ["#/a/b", "#/a/~1b", false],
  ])("match %s against %s: %s", (pattern, pointer, expected) => {
    expect(matches(pattern, pointer)).toBe(expected);
  });

  it("require every field", () => {
    expect(() => readKnown({ differences: [{ where: "#", reason: "r", source: "s" }] }, "the list")).toThrow(
      "Entry 1 of the list needs the text since",
    );
    expect(() => readKnown({}, "the list")).toThrow("no list called differences");
  });
});
