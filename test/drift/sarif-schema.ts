// A closed schema of the parts of SARIF 2.1.0 that a report uses: properties that section 3 does not define are rejected.
const text = { type: "string", minLength: 1 };
const message = { type: "object", additionalProperties: false, required: ["text"], properties: { text } };

const location = {
  type: "object",
  additionalProperties: false,
  properties: {
    id: { type: "integer", minimum: 0 },
    message,
    physicalLocation: {
      type: "object",
      additionalProperties: false,
      required: ["artifactLocation"],
      properties: {
        artifactLocation: {
          type: "object",
          additionalProperties: false,
          properties: { uri: { type: "string", format: "uri-reference" } },
        },
        region: {
          type: "object",
          additionalProperties: false,
          properties: { startLine: { type: "integer", minimum: 1 } },
        },
      },
    },
    logicalLocations: {
      type: "array",
      uniqueItems: true,
      items: { type: "object", additionalProperties: false, properties: { fullyQualifiedName: text } },
    },
  },
};

const level = { enum: ["none", "note", "warning", "error"] };

const rule = {
  type: "object",
  additionalProperties: false,
  required: ["id", "shortDescription", "help", "defaultConfiguration"],
  properties: {
    id: text,
    name: text,
    shortDescription: message,
    help: message,
    defaultConfiguration: { type: "object", additionalProperties: false, properties: { level } },
  },
};

const result = {
  type: "object",
  additionalProperties: false,
  required: ["ruleId", "ruleIndex", "level", "message", "locations"],
  properties: {
    ruleId: text,
    ruleIndex: { type: "integer", minimum: 0 },
    level,
    message,
    locations: { type: "array", minItems: 1, items: location },
    relatedLocations: { type: "array", uniqueItems: true, items: location },
    partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
    properties: { type: "object" },
  },
};

/** The JSON Schema of a SARIF log. */
export const SARIF_SCHEMA = {
  type: "object",
  additionalProperties: false,
  required: ["version", "runs"],
  properties: {
    $schema: { type: "string", format: "uri" },
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: {
        type: "object",
        additionalProperties: false,
        required: ["tool"],
        properties: {
          columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          tool: {
            type: "object",
            additionalProperties: false,
            required: ["driver"],
            properties: {
              driver: {
                type: "object",
                additionalProperties: false,
                required: ["name"],
                properties: {
                  name: text,
                  version: text,
                  rules: { type: "array", uniqueItems: true, items: rule },
                },
              },
            },
          },
          results: { type: "array", items: result },
        },
      },
    },
  },
};
