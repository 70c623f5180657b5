// Protects the comparison of readOnly, writeOnly and default: a change in a direction in which the value is not sent does
// not break.
import { describe } from "vitest";
import type { JsonObject } from "../../../src/openapi/json.ts";
import { components, object, parameter, request, response, testLevels, type Case } from "../documents.ts";

const text = { type: "string" };
const count = { type: "integer" };
const readOnly = (schema: JsonObject): JsonObject => ({ ...schema, readOnly: true });
const writeOnly = (schema: JsonObject): JsonObject => ({ ...schema, writeOnly: true });
const named = { $ref: "#/components/schemas/N" };

const CASES: readonly Case[] = [
  {
    name: "a required read-only property of a request got another type",
    before: request(object({ a: readOnly(count) }, "a")),
    after: request(object({ a: readOnly(text) }, "a")),
    level: "none",
  },
  {
    name: "a read-only property behind a reference got another type in a request",
    before: request(object({ a: named }), components({ N: readOnly(count) })),
    after: request(object({ a: named }), components({ N: readOnly(text) })),
    level: "none",
  },
  {
    name: "a read-only property of an item got another type in a request",
    before: request({ type: "array", items: object({ a: readOnly(count) }) }),
    after: request({ type: "array", items: object({ a: readOnly(text) }) }),
    level: "none",
  },
  {
    name: "a read-only property in a part of allOf became required in a request",
    before: request({ allOf: [object({ a: readOnly(count) }), object({ b: text })] }),
    after: request({ allOf: [object({ a: readOnly(count) }, "a"), object({ b: text })] }),
    level: "none",
  },
  {
    name: "a read-only property whose flag is in allOf got another type in a request",
    before: request(object({ a: { allOf: [count], readOnly: true } })),
    after: request(object({ a: { allOf: [text], readOnly: true } })),
    level: "none",
  },
  {
    name: "a read-only property of a response got another type",
    before: response(object({ a: readOnly(count) })),
    after: response(object({ a: readOnly(text) })),
    level: "breaking",
  },
  {
    name: "a required write-only property was removed from a response",
    before: response(object({ a: writeOnly(text), b: text }, "a", "b")),
    after: response(object({ b: text }, "b")),
    level: "compatible",
  },
  {
    name: "a write-only property of a response got another type",
    before: response(object({ a: writeOnly(text) })),
    after: response(object({ a: writeOnly(count) })),
    level: "none",
  },
  {
    name: "a write-only property of a request got another type",
    before: request(object({ a: writeOnly(text) })),
    after: request(object({ a: writeOnly(count) })),
    level: "breaking",
  },
  {
    name: "the default of a required property of a request changed",
    before: request(object({ a: { ...text, default: "x" } }, "a")),
    after: request(object({ a: { ...text, default: "y" } }, "a")),
    level: "compatible",
  },
  {
    name: "the default of an optional property of a request changed",
    before: request(object({ a: { ...text, default: "x" } })),
    after: request(object({ a: { ...text, default: "y" } })),
    level: "breaking",
  },
  {
    name: "the default of a property that is no longer required changed",
    before: request(object({ a: { ...text, default: "x" } }, "a")),
    after: request(object({ a: { ...text, default: "y" } })),
    level: "compatible",
  },
  {
    name: "the default of a required header changed",
    before: parameter("header", { required: true, schema: { ...text, default: "x" } }),
    after: parameter("header", { required: true, schema: { ...text, default: "y" } }),
    level: "compatible",
  },
  {
    name: "the default of a path parameter changed",
    before: parameter("path", { required: true, schema: { ...text, default: "x" } }),
    after: parameter("path", { required: true, schema: { ...text, default: "y" } }),
    level: "compatible",
  },
  {
    name: "a default was added to an optional property of a request",
    before: request(object({ a: text })),
    after: request(object({ a: { ...text, default: "y" } })),
    level: "compatible",
  },
  {
    name: "the default of a property of a response changed",
    before: response(object({ a: { ...text, default: "x" } })),
    after: response(object({ a: { ...text, default: "y" } })),
    level: "compatible",
  },
  {
    name: "a required read-only property whose flag is beside a reference was added to a request",
    before: request(object({}), components({ N: text })),
    after: request(object({ a: { ...named, readOnly: true } }, "a"), components({ N: text })),
    level: "compatible",
  },
  {
    name: "a required read-only property whose flag is in a part of allOf was added to a request",
    before: request(object({})),
    after: request(object({ a: { allOf: [text, { readOnly: true }] } }, "a")),
    level: "compatible",
  },
  {
    name: "a property of a request became read-only beside a reference",
    before: request(object({ a: named }), components({ N: text })),
    after: request(object({ a: { ...named, readOnly: true } }), components({ N: text })),
    level: "breaking",
  },
  {
    name: "a property of a response became write-only in a part of allOf",
    before: response(object({ a: text }, "a")),
    after: response(object({ a: { allOf: [text, { writeOnly: true }] } }, "a")),
    level: "breaking",
  },
];

describe("a direction, if", () => {
  testLevels(CASES);
});
