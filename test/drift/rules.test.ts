// Protects the rules: the rule of a change follows from its place and its kind.
import { describe, expect, it } from "vitest";
import { ruleOf, RULES } from "../../src/drift/rules/rules.ts";
import { finding } from "./reports.ts";

const OPERATION = "#/paths/~1a~1{id}/get";
const SCHEMA = `${OPERATION}/responses/200/content/application~1json/schema`;

describe("a rule", () => {
  it.each([
    { where: "#/paths/~1a", before: {}, after: undefined, rule: "path-removed" },
    { where: "#/paths/~1a", before: "/a/{x}", after: "/a/{y}", rule: "path-parameter-renamed" },
    { where: "#/paths/~1a/get", before: {}, after: undefined, rule: "operation-removed" },
    { where: "#/webhooks/a/get", before: undefined, after: {}, rule: "operation-added" },
    { where: `${OPERATION}/operationId`, before: "a", after: "b", rule: "operation-id-changed" },
    { where: `${OPERATION}/parameters/0`, before: {}, after: undefined, rule: "parameter-removed" },
    { where: `${OPERATION}/parameters/0/required`, before: false, after: true, rule: "required-added" },
    { where: `${OPERATION}/parameters/0/required`, before: true, after: false, rule: "required-removed" },
    { where: `${OPERATION}/parameters/0/schema/maximum`, before: 1, after: 2, rule: "maximum-changed" },
    { where: `${OPERATION}/parameters/0/explode`, before: false, after: true, rule: "serialization-changed" },
    { where: `${OPERATION}/deprecated`, before: false, after: true, rule: "deprecation-added" },
    { where: `${OPERATION}/security`, before: [], after: [{}], rule: "security-changed" },
    { where: `${OPERATION}/responses/200`, before: {}, after: undefined, rule: "response-removed" },
    { where: `${OPERATION}/responses/200/headers/X-A`, before: {}, after: undefined, rule: "header-removed" },
    { where: `${OPERATION}/responses/200/headers/x-a`, before: {}, after: undefined, rule: "header-removed" },
    { where: `${OPERATION}/x-rate`, before: 1, after: 2, rule: "extension-changed" },
    { where: `${SCHEMA}/properties/maximum`, before: {}, after: undefined, rule: "property-removed" },
    { where: `${SCHEMA}/properties/description/maximum`, before: 1, after: undefined, rule: "maximum-removed" },
    { where: `${SCHEMA}/properties/a/items/description`, before: "", after: "a", rule: "documentation-changed" },
    { where: `${SCHEMA}/oneOf/0/maxLength`, before: undefined, after: 1, rule: "max-length-added" },
    { where: `${SCHEMA}/required`, before: undefined, after: "a", rule: "required-property-added" },
    { where: `${SCHEMA}/properties/a/default`, before: false, after: true, rule: "default-changed" },
    {
      where: "#/components/securitySchemes/key/flows/implicit/scopes/a",
      before: "",
      after: undefined,
      rule: "scope-removed",
    },
    { where: "#/components/schemas/A", before: undefined, after: {}, rule: "component-added" },
  ])("for $before → $after at $where is $rule", ({ where, before, after, rule }) => {
    expect(ruleOf(finding({ where, before, after }))).toBe(rule);
    expect(RULES.has(rule)).toBe(true);
  });

  it.each([...RULES.values()])("$id has a summary and a help text in complete sentences", ({ summary, help }) => {
    expect(summary).toMatch(/^[A-Z].*\.$/);
    expect(help).toMatch(/^[A-Z].*\.$/);
  });
});
