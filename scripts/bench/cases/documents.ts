import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { largeDocument } from "../drift/large-document.ts";
import { unionDocument } from "./union-document.ts";

/** The documents to derive cases from, from the smallest to the hardest. */
export const DOCUMENTS = [
  "our contract",
  "50 operations",
  "200 operations",
  "500 operations",
  "40 recursive schemas in unions",
] as const;

export type DocumentName = (typeof DOCUMENTS)[number];

/** Returns a document by its name. */
export function documentOf(name: DocumentName): unknown {
  switch (name) {
    case "our contract":
      return parse(readFileSync("openapi/openapi.yaml", "utf8"));
    case "50 operations":
      return largeDocument(50, false);
    case "200 operations":
      return largeDocument(200, false);
    case "500 operations":
      return largeDocument(500, false);
    case "40 recursive schemas in unions":
      return unionDocument(40);
  }
}
