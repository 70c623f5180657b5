// Protects the rules of deprecation and sunset: a removal should follow a deprecation and not precede the sunset date.
import { describe, expect, it } from "vitest";
import { diffDocuments } from "../../src/drift/diff/documents.ts";
import { withLifecycle } from "../../src/drift/lifecycle/lifecycle.ts";
import { sunsetTime } from "../../src/drift/lifecycle/sunset.ts";
import { ruleOf } from "../../src/drift/rules/rules.ts";
import type { Finding } from "../../src/drift/finding.ts";
import type { Json, JsonObject } from "../../src/openapi/json.ts";

const TODAY = new Date("2026-06-15T10:00:00Z");

function document(paths: JsonObject, components: JsonObject = {}): JsonObject {
  return { openapi: "3.1.0", info: { title: "t", version: "1" }, paths, components };
}

function operation(more: JsonObject): JsonObject {
  return { responses: { "200": { description: "ok" } }, ...more };
}

function compared(before: JsonObject, after: JsonObject): Finding[] {
  return withLifecycle(diffDocuments(before, after), { before, after }, TODAY);
}

/** Builds a document with a deprecated part, or without that part. */
const PLACES: readonly { readonly kind: string; readonly build: (notice: JsonObject | undefined) => JsonObject }[] = [
  {
    kind: "path",
    build: (notice) => document(notice ? { "/a": { get: operation(notice) }, "/b": {} } : { "/b": {} }),
  },
  {
    kind: "operation",
    build: (notice) => document({ "/a": { post: operation({}), ...(notice && { get: operation(notice) }) } }),
  },
  {
    kind: "parameter",
    build: (notice) =>
      document({
        "/a": {
          get: operation({
            parameters: notice ? [{ name: "p", in: "query", schema: { type: "string" }, ...notice }] : [],
          }),
        },
      }),
  },
  {
    kind: "header",
    build: (notice) =>
      document({
        "/a": {
          get: {
            responses: {
              "200": { description: "", headers: notice ? { "X-A": { schema: { type: "string" }, ...notice } } : {} },
            },
          },
        },
      }),
  },
  {
    kind: "property",
    build: (notice) =>
      document({
        "/a": {
          get: {
            responses: {
              "200": {
                description: "",
                content: {
                  "application/json": {
                    schema: { type: "object", properties: notice ? { f: { type: "string", ...notice } } : {} },
                  },
                },
              },
            },
          },
        },
      }),
  },
  {
    kind: "property",
    build: (notice) =>
      document(
        {
          "/a": {
            get: {
              responses: {
                "200": {
                  description: "",
                  content: {
                    "application/json": {
                      schema: {
                        type: "object",
                        properties: notice ? { f: { $ref: "#/components/schemas/F" } } : {},
                      },
                    },
                  },
                },
              },
            },
          },
        },
        { schemas: { F: { type: "string", ...(notice ?? {}) } } },
      ),
  },
];

const NOTICES: readonly { readonly name: string; readonly notice: JsonObject; readonly rule: string }[] = [
  { name: "without deprecation", notice: {}, rule: "-removed-without-deprecation" },
  { name: "with deprecated: false", notice: { deprecated: false }, rule: "-removed-without-deprecation" },
  { name: "with a date alone", notice: { "x-sunset": "2026-01-01" }, rule: "-removed-without-deprecation" },
  { name: "after deprecation", notice: { deprecated: true }, rule: "-removed" },
  { name: "after the date", notice: { deprecated: true, "x-sunset": "2026-06-14" }, rule: "-removed" },
  { name: "on the day", notice: { deprecated: true, "x-sunset": "2026-06-15" }, rule: "-removed" },
  { name: "before the date", notice: { deprecated: true, "x-sunset": "2026-06-16" }, rule: "-removed-before-sunset" },
  {
    name: "before the time",
    notice: { deprecated: true, "x-sunset": "2026-06-15T10:00:01Z" },
    rule: "-removed-before-sunset",
  },
  {
    name: "before an HTTP date",
    notice: { deprecated: true, "x-sunset": "Thu, 31 Dec 2026 23:59:59 GMT" },
    rule: "-removed-before-sunset",
  },
];

describe.each(PLACES)("a removed $kind", ({ kind, build }) => {
  it.each(NOTICES)("$name has its own rule", ({ notice, rule }) => {
    const findings = compared(build(notice), build(undefined));

    const removals = findings.filter((one) => ruleOf(one).startsWith(`${kind}-removed`));
    expect(removals.map(ruleOf)).toEqual([`${kind}${rule}`]);
    expect(removals.map(({ level }) => level)).toEqual(["breaking"]);
  });

  it("with an invalid date is reported", () => {
    const findings = compared(build({ deprecated: true, "x-sunset": "soon" }), build(undefined));

    const [malformed] = findings.filter((one) => ruleOf(one) === "sunset-malformed");
    expect(malformed?.message).toContain('its sunset date "soon" cannot be read: write a day such as 2027-01-31');
  });
});

describe("the Sunset header of an operation", () => {
  const withHeader = (header: JsonObject): JsonObject =>
    document({
      "/a": {
        post: operation({}),
        get: { deprecated: true, responses: { "200": { description: "", headers: { sunset: header } } } },
      },
    });
  const without = document({ "/a": { post: operation({}) } });

  it.each<{ readonly name: string; readonly header: JsonObject }>([
    { name: "const", header: { schema: { const: "Thu, 31 Dec 2026 23:59:59 GMT" } } },
    { name: "example", header: { example: "Thu, 31 Dec 2026 23:59:59 GMT", schema: { type: "string" } } },
    { name: "examples", header: { examples: { a: { value: "Thu, 31 Dec 2026 23:59:59 GMT" } } } },
  ])("is the sunset date if it is documented by $name", ({ header }) => {
    const findings = compared(withHeader(header), without);

    expect(findings.map(ruleOf)).toContain("operation-removed-before-sunset");
  });
});

describe("a sunset date", () => {
  const dated = (date: Json | undefined): JsonObject =>
    document({ "/a": { get: operation({ deprecated: true, ...(date === undefined ? {} : { "x-sunset": date }) }) } });

  it.each<{ name: string; before: Json | undefined; after: Json | undefined; rules: string[]; level: string }>([
    { name: "added", before: undefined, after: "2027-01-01", rules: ["extension-added"], level: "compatible" },
    {
      name: "moved later",
      before: "2027-01-01",
      after: "2027-02-01",
      rules: ["extension-changed"],
      level: "compatible",
    },
    {
      name: "moved earlier",
      before: "2027-02-01",
      after: "2027-01-01",
      rules: ["sunset-moved-earlier"],
      level: "breaking",
    },
    { name: "malformed", before: undefined, after: "next spring", rules: ["sunset-malformed"], level: "unproven" },
    {
      name: "of a day that does not exist",
      before: undefined,
      after: "2027-02-30",
      rules: ["sunset-malformed"],
      level: "unproven",
    },
    { name: "that is a number", before: undefined, after: 2027, rules: ["sunset-malformed"], level: "unproven" },
  ])("$name is reported once", ({ before, after, rules, level }) => {
    const findings = compared(dated(before), dated(after));

    expect(findings.map(ruleOf)).toEqual(rules);
    expect(findings[0]?.level).toBe(level);
  });

  it("that was malformed before is not a difference", () => {
    expect(compared(dated("soon"), dated("soon"))).toEqual([]);
  });

  it.each([
    ["2027-01-31", "2027-01-31T00:00:00.000Z"],
    ["2027-01-31T12:00:00+02:00", "2027-01-31T10:00:00.000Z"],
    ["Sun, 31 Jan 2027 00:00:00 GMT", "2027-01-31T00:00:00.000Z"],
  ])("%s is parsed as %s", (text, time) => {
    expect(sunsetTime(text)).toBe(Date.parse(time));
  });

  it.each([
    "",
    "2027",
    "2027-13-01",
    "31.01.2027",
    "Sun, 32 Jan 2027 00:00:00 GMT",
    "Mon, 31 Jan 2027 00:00:00 GMT",
    "soon",
  ])("%j is invalid", (text) => {
    expect(sunsetTime(text)).toBeUndefined();
  });
});
