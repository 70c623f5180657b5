import { LEVELS } from "../finding.ts";
import { RULES } from "../rules/rules.ts";

/** Default name of the configuration file. */
export const CONFIG_FILE = "drift.config.yaml";

/** The severities: the levels, and `off` for rules that are not reported. */
export const SEVERITIES = [...LEVELS, "off"] as const;

/** The JSON Schema of the configuration file. */
export const CONFIG_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Configuration of `drift diff`",
  type: "object",
  additionalProperties: false,
  properties: {
    severities: {
      description: "The level of every finding of a rule, by the id of the rule.",
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries([...RULES.keys()].map((id) => [id, { enum: SEVERITIES }])),
    },
    ignore: {
      description: "Findings that are accepted until a day.",
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["rule", "where", "reason", "expires"],
        properties: {
          rule: { description: "The id of the rule.", enum: [...RULES.keys()] },
          where: {
            description: "The JSON pointer of the finding; `*` stands for one segment, `**` for any number of them.",
            type: "string",
            pattern: "^#?/",
          },
          reason: { description: "Why it is accepted.", type: "string", pattern: "\\S" },
          expires: { description: "The last day on which it is accepted, YYYY-MM-DD.", type: "string", format: "date" },
        },
      },
    },
  },
} as const;
