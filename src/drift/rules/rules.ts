import type { Finding } from "../finding.ts";
import { ONE_SCHEMA, SCHEMA_LIST, SCHEMA_MAP } from "../../openapi/schema-keywords.ts";
import { kebab, kindAt } from "./kinds.ts";

/** What happened to an element. */
export type Change = "added" | "removed" | "changed";

const CHANGES: readonly Change[] = ["added", "removed", "changed"];

/** A rule: what it finds and what to do about it. */
export interface Rule {
  readonly id: string;
  /** One sentence. */
  readonly summary: string;
  /** What to do next, in sentences. */
  readonly help: string;
}

/** Kinds of elements that can be added or removed, with their names in texts. */
const THINGS: Readonly<Record<string, string>> = {
  path: "path",
  webhook: "webhook",
  operation: "operation",
  parameter: "parameter",
  "request-body": "request body",
  response: "response status",
  header: "response header",
  "media-type": "media type",
  property: "property",
  callback: "callback",
  "callback-url": "URL expression of a callback",
  link: "link",
  example: "named example",
  server: "server",
  "security-scheme": "security scheme",
  flow: "OAuth flow",
  scope: "OAuth scope",
  component: "component",
};

const STATEMENTS: Readonly<Record<string, string>> = {
  "openapi-version": "version of OpenAPI",
  "operation-id": "operationId",
  deprecation: "`deprecated`",
  required: "`required` of a parameter, header or request body",
  "required-property": "`required` of a property",
  serialization: "way in which a parameter is written",
  encoding: "encoding of a body's parts",
  security: "security requirement",
  "server-variable": "variable of a server",
  documentation: "documentation",
  extension: "extension (`x-…`)",
  schema: "schema as a whole",
  document: "document",
};

const KEYWORDS: readonly string[] = [
  ...["type", "enum", "const", "format", "pattern", "default", "nullable", "discriminator", "xml", "$ref"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength"],
  ...["minItems", "maxItems", "uniqueItems", "minContains", "maxContains", "minProperties", "maxProperties"],
  ...["dependentRequired", "readOnly", "writeOnly", "contentEncoding", "contentMediaType", "$dynamicRef"],
  ...ONE_SCHEMA,
  ...SCHEMA_LIST,
  ...SCHEMA_MAP,
];

const HELP: Readonly<Record<Change, string>> = {
  added: "Make sure that callers may ignore it: a value that they now have to send or handle breaks them.",
  removed:
    "Keep it, or deprecate it first: set `deprecated: true` and a date as `x-sunset`. Remove it after that date.",
  changed:
    "Make sure that everything valid before is still valid. If the change is intended, release it as a breaking version.",
};

const SPECIAL: readonly Rule[] = [
  {
    id: "path-parameter-renamed",
    summary: "A path parameter was renamed.",
    help: "Requests are not affected. Regenerate code from the new version and adjust its callers.",
  },
  ...["path", "operation", "parameter", "header", "property"].flatMap((kind) => [
    {
      id: `${kind}-removed-without-deprecation`,
      summary: `A ${THINGS[kind] ?? kind} was removed without having been deprecated.`,
      help: "Restore it with `deprecated: true` and a date as `x-sunset`, release that, and remove it after the date.",
    },
    {
      id: `${kind}-removed-before-sunset`,
      summary: `A ${THINGS[kind] ?? kind} was removed before its sunset date.`,
      help: "Restore it until the date of `x-sunset` or of the `Sunset` header.",
    },
  ]),
  {
    id: "sunset-malformed",
    summary: "A sunset date cannot be read.",
    help: "Write a day such as 2027-01-31, a time such as 2027-01-31T00:00:00Z, or an HTTP date (RFC 9110, section 5.6.7).",
  },
  {
    id: "sunset-moved-earlier",
    summary: "A sunset date was moved to an earlier day.",
    help: "Keep the date that was announced, or a later one.",
  },
  {
    id: "ignore-expired",
    summary: "An entry of `ignore` in the configuration file has expired, so its findings count again.",
    help: "Fix the finding, or set a new expiry date.",
  },
  {
    id: "ignore-unused",
    summary: "An entry of `ignore` in the configuration file matches no finding.",
    help: "Remove the entry, or correct its `where` and `rule`.",
  },
  {
    id: "generated-file-outdated",
    summary: "A generated file does not match the contract.",
    help: "Run `npm run generate` and commit what it writes.",
  },
  {
    id: "version-bump-too-small",
    summary: "The pending version bump is too small for the change of the contract.",
    help: "Run `npx changeset` and choose the bump that the finding names.",
  },
];

/** Rules of elements that exist or not, of statements about them, and of JSON Schema keywords. */
const USUAL: readonly Rule[] = Object.entries({
  ...THINGS,
  ...STATEMENTS,
  ...Object.fromEntries(KEYWORDS.map((keyword) => [kebab(keyword), `keyword \`${keyword}\``])),
}).flatMap(([kind, words]) =>
  CHANGES.map((change) => ({
    id: `${kind}-${change}`,
    summary: `${articleOf(words)} ${words} was ${change}.`,
    help: HELP[isThing(kind) ? change : "changed"],
  })),
);

/** All rules by id. */
export const RULES: ReadonlyMap<string, Rule> = new Map([...USUAL, ...SPECIAL].map((rule) => [rule.id, rule]));

/** Boolean statements, which are false when missing. */
const FLAGS = new Set(["deprecation", "required", "read-only", "write-only", "unique-items"]);

/** Returns what happened to an element, by the two values of a finding. */
export function changeOf(kind: string, { before, after }: Pick<Finding, "before" | "after">): Change {
  if (FLAGS.has(kind)) return after === true ? "added" : "removed";
  if (before === undefined) return "added";
  return after === undefined ? "removed" : "changed";
}

/** Returns the id of a finding's rule: the kind of the element, and what happened to it. */
export function ruleOf(finding: Finding): string {
  if (finding.rule !== undefined) return finding.rule;
  const kind = kindAt(finding.where);
  const change = changeOf(kind, finding);
  return kind === "path" && change === "changed" ? "path-parameter-renamed" : `${kind}-${change}`;
}

/** Returns whether a rule is about the existence of an element. */
export function isThing(kind: string): boolean {
  return Object.hasOwn(THINGS, kind);
}

function articleOf(words: string): string {
  if (words === "documentation") return "The";
  return /^[aeiou]/i.test(words) && !words.startsWith("U") ? "An" : "A";
}
