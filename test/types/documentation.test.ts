// Protects the doc comments of the package's exports: descriptions, defaults of options, examples.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ENTRIES, EXPORTS } from "./exports.ts";

const MANIFEST = join(import.meta.dirname, "../../package.json");

test("every entry point of the package is checked", () => {
  const { exports } = JSON.parse(readFileSync(MANIFEST, "utf8")) as {
    readonly exports: Readonly<Record<string, unknown>>;
  };

  const subpaths = Object.keys(exports).filter((subpath) => !subpath.endsWith(".json"));

  expect(subpaths.map((subpath) => subpath.replace(".", "evolink-video")).sort()).toEqual([...ENTRIES.keys()].sort());
});

test("every export and every member has a description", () => {
  expect(EXPORTS.length).toBeGreaterThan(400);
  expect(EXPORTS.filter(({ description }) => description === "").map(({ name }) => name)).toEqual([]);
});

test("every optional option has a @default", () => {
  const options = EXPORTS.filter(({ isOption }) => isOption);

  expect(options.length).toBeGreaterThan(80);
  expect(options.filter(({ tags }) => !tags.includes("default")).map(({ name }) => name)).toEqual([]);
});

test("everything but a plain type has an example", () => {
  const used = EXPORTS.filter(({ isUsed }) => isUsed);

  expect(used.length).toBeGreaterThan(70);
  expect(used.filter(({ examples }) => examples.every((code) => code === "")).map(({ name }) => name)).toEqual([]);
});
