// Protects the comparison of parameters and headers, whose values are serialized as strings.
import { describe } from "vitest";
import { header, parameter, testLevels, type Case } from "../documents.ts";

const path = (schema: object): ReturnType<typeof parameter> =>
  parameter("path", { required: true, schema: { ...schema } });
const query = (schema: object, more: object = {}): ReturnType<typeof parameter> =>
  parameter("query", { schema: { ...schema }, ...more });
const responseHeader = (schema: object): ReturnType<typeof header> => header({ schema: { ...schema } });

const CASES: readonly Case[] = [
  {
    name: "a path integer became a string",
    before: path({ type: "integer" }),
    after: path({ type: "string" }),
    level: "compatible",
  },
  {
    name: "a path integer with a format became a string",
    before: path({ type: "integer", format: "int64" }),
    after: path({ type: "string" }),
    level: "compatible",
  },
  {
    name: "a path integer became a string that is not empty",
    before: path({ type: "integer" }),
    after: path({ type: "string", minLength: 1 }),
    level: "compatible",
  },
  {
    name: "a path integer became a string of digits",
    before: path({ type: "integer", minimum: 0 }),
    after: path({ type: "string", pattern: "^[0-9]+$" }),
    level: "compatible",
  },
  {
    name: "a path integer became a UUID",
    before: path({ type: "integer" }),
    after: path({ type: "string", format: "uuid" }),
    level: "breaking",
  },
  {
    name: "a path integer became a string of three characters",
    before: path({ type: "integer" }),
    after: path({ type: "string", maxLength: 3 }),
    level: "breaking",
  },
  {
    name: "a path integer became a string or an integer",
    before: path({ type: "integer" }),
    after: path({ type: ["string", "integer"] }),
    level: "compatible",
  },
  {
    name: "a path string became an integer",
    before: path({ type: "string" }),
    after: path({ type: "integer" }),
    level: "breaking",
  },
  {
    name: "a query boolean became a string",
    before: query({ type: "boolean" }),
    after: query({ type: "string" }),
    level: "compatible",
  },
  {
    name: "a query boolean became an enum of its strings",
    before: query({ type: "boolean" }),
    after: query({ type: "string", enum: ["true", "false"] }),
    level: "compatible",
  },
  {
    name: "a query enum of numbers became one of strings",
    before: query({ type: "integer", enum: [1, 2] }),
    after: query({ type: "string", enum: ["1", "2", "3"] }),
    level: "compatible",
  },
  {
    name: "a query enum of numbers became one of strings with a value less",
    before: query({ type: "integer", enum: [1, 2] }),
    after: query({ type: "string", enum: ["1"] }),
    level: "breaking",
  },
  {
    name: "a query list of integers became one of strings",
    before: query({ type: "array", items: { type: "integer" } }),
    after: query({ type: "array", items: { type: "string" } }),
    level: "compatible",
  },
  {
    name: "a header number became a string",
    before: parameter("header", { schema: { type: "number" } }),
    after: parameter("header", { schema: { type: "string" } }),
    level: "compatible",
  },
  {
    name: "a cookie integer became a string",
    before: parameter("cookie", { schema: { type: "integer" } }),
    after: parameter("cookie", { schema: { type: "string" } }),
    level: "compatible",
  },
  {
    name: "a query integer became an integer or a string",
    before: query({ type: "integer" }),
    after: query({ anyOf: [{ type: "integer" }, { type: "string" }] }),
    level: "compatible",
  },
  {
    name: "a response's header string became an integer",
    before: responseHeader({ type: "string" }),
    after: responseHeader({ type: "integer" }),
    level: "compatible",
  },
  {
    name: "a response's header string became a boolean",
    before: responseHeader({ type: "string" }),
    after: responseHeader({ type: "boolean" }),
    level: "compatible",
  },
  {
    name: "a response's header integer became a string",
    before: responseHeader({ type: "integer" }),
    after: responseHeader({ type: "string" }),
    level: "breaking",
  },
  {
    name: "a response's header date became an integer",
    before: responseHeader({ type: "string", format: "date-time" }),
    after: responseHeader({ type: "integer" }),
    level: "breaking",
  },
  {
    name: "a scalar query was wrapped in allOf",
    before: query({ type: "string" }),
    after: query({ allOf: [{ type: "string" }] }),
    level: "compatible",
  },
  {
    name: "a scalar query was wrapped in anyOf with explode: false",
    before: query({ type: "string" }),
    after: query({ anyOf: [{ type: "string" }, { type: "null" }] }, { explode: false }),
    level: "compatible",
  },
  {
    name: "an enum without a type got explode: false",
    before: query({ enum: ["a"] }),
    after: query({ enum: ["a"] }, { explode: false }),
    level: "none",
  },
  {
    name: "a constant got explode: false",
    before: query({ const: "a" }),
    after: query({ const: "a" }, { explode: false }),
    level: "none",
  },
  {
    name: "a list got explode: false",
    before: query({ type: "array", items: { type: "string" } }),
    after: query({ type: "array", items: { type: "string" } }, { explode: false }),
    level: "breaking",
  },
  {
    name: "a query integer with bounds became a string",
    before: query({ type: "integer", minimum: 1, maximum: 5000 }),
    after: query({ type: "string" }),
    level: "compatible",
  },
  {
    name: "a query number with bounds became a string",
    before: query({ type: "number", minimum: 0, maximum: 1 }),
    after: query({ type: "string" }),
    level: "compatible",
  },
  {
    name: "a query integer with a step became a string",
    before: query({ type: "integer", multipleOf: 5 }),
    after: query({ type: "string", minLength: 1 }),
    level: "compatible",
  },
  {
    name: "a query string became an integer with bounds",
    before: query({ type: "string" }),
    after: query({ type: "integer", minimum: 1, maximum: 5000 }),
    level: "breaking",
  },
  {
    name: "a query integer with bounds became a string with a smaller maximum length",
    before: query({ type: "integer", minimum: 1, maximum: 5000 }),
    after: query({ type: "string", maxLength: 3 }),
    level: "unproven",
  },
  {
    name: "a response header that was any string became a number with bounds",
    before: responseHeader({ type: "string" }),
    after: responseHeader({ type: "number", minimum: 0, maximum: 1 }),
    level: "compatible",
  },
  {
    name: "a response header that was a number with bounds became any string",
    before: responseHeader({ type: "number", minimum: 0, maximum: 1 }),
    after: responseHeader({ type: "string" }),
    level: "breaking",
  },
  {
    name: "a query string may be repeated now",
    before: query({ type: "string" }),
    after: query({ type: "array", items: { type: "string" } }),
    level: "compatible",
  },
  {
    name: "a query string may be repeated now, with shorter strings",
    before: query({ type: "string" }),
    after: query({ type: "array", items: { type: "string", maxLength: 3 } }),
    level: "breaking",
  },
  {
    name: "a query string has to be repeated now",
    before: query({ type: "string" }),
    after: query({ type: "array", items: { type: "string" }, minItems: 2 }),
    level: "breaking",
  },
  {
    name: "a query string became a comma-separated list",
    before: query({ type: "string" }),
    after: query({ type: "array", items: { type: "string" } }, { explode: false }),
    level: "breaking",
  },
  {
    name: "a repeated query parameter became a single string",
    before: query({ type: "array", items: { type: "string" } }),
    after: query({ type: "string" }),
    level: "breaking",
  },
];

describe("a parameter or header, if", () => {
  testLevels(CASES);
});
