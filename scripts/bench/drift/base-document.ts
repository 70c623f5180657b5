// The document that single edits start from. It has a request, responses, parameters, headers, security and a callback.
import type { Json } from "../../../src/openapi/json.ts";

/** A JSON value that tests may change. */
export type Draft = null | boolean | number | string | Draft[] | { [key: string]: Draft };

const order: Draft = {
  type: "object",
  required: ["item", "count"],
  properties: {
    item: { type: "string", minLength: 1, maxLength: 20, description: "What to order.", examples: ["tea"] },
    count: { type: "integer", minimum: 1, maximum: 10 },
    price: { type: "number", minimum: 0, exclusiveMaximum: 100, multipleOf: 0.5 },
    colour: { type: "string", enum: ["red", "green", "blue"] },
    gift: { type: "boolean", default: false },
    note: { type: ["string", "null"] },
    code: { type: "string", pattern: "^[a-z]{2,4}$" },
    website: { type: "string", format: "uri" },
    tags: { type: "array", minItems: 1, maxItems: 3, uniqueItems: true, items: { type: "string", maxLength: 5 } },
    labels: { type: "object", additionalProperties: { type: "string" } },
    address: { $ref: "#/components/schemas/Address" },
    payment: { $ref: "#/components/schemas/Payment" },
  },
};

const address: Draft = {
  type: "object",
  required: ["street"],
  additionalProperties: false,
  properties: { street: { type: "string" }, zip: { type: "string", pattern: "^[0-9]{5}$" } },
};

const payment: Draft = {
  oneOf: [
    { type: "object", required: ["kind", "card"], properties: { kind: { const: "card" }, card: { type: "string" } } },
    { type: "object", required: ["kind", "iban"], properties: { kind: { const: "bank" }, iban: { type: "string" } } },
  ],
};

const tree: Draft = {
  type: "object",
  required: ["value"],
  properties: {
    value: { type: "integer", minimum: 0 },
    children: { type: "array", items: { $ref: "#/components/schemas/Tree" } },
  },
};

const response: Draft = {
  description: "Done.",
  headers: { "X-Rate": { required: true, schema: { type: "integer", minimum: 0 } } },
  content: {
    "application/json": {
      schema: { $ref: "#/components/schemas/Order" },
      examples: { plain: { value: { item: "tea", count: 1 } }, full: { value: { item: "tea", count: 2 } } },
    },
  },
};

const operation: Draft = {
  operationId: "makeOrder",
  summary: "Order something.",
  tags: ["orders"],
  parameters: [
    { name: "limit", in: "query", required: false, schema: { type: "integer", minimum: 1, maximum: 50, default: 10 } },
    { name: "sort", in: "query", schema: { type: "array", items: { type: "string" } } },
    { name: "X-Trace", in: "header", required: true, schema: { type: "string" } },
  ],
  requestBody: {
    required: true,
    content: {
      "application/json": {
        schema: { $ref: "#/components/schemas/Order" },
        examples: { plain: { value: { item: "tea", count: 1 } } },
      },
      "text/plain": { schema: { type: "string" } },
    },
  },
  responses: {
    "200": response,
    "404": { $ref: "#/components/responses/Problem" },
    default: { $ref: "#/components/responses/Problem" },
  },
  callbacks: {
    shipped: {
      "{$request.body#/website}": {
        post: {
          operationId: "orderShipped",
          requestBody: {
            required: true,
            content: {
              "application/json": {
                schema: { $ref: "#/components/schemas/Notification" },
                examples: { shipped: { value: { id: "1", state: "shipped" } } },
              },
            },
          },
          responses: {
            "200": {
              description: "Taken.",
              content: { "application/json": { schema: { $ref: "#/components/schemas/Receipt" } } },
            },
            "4XX": { description: "Refused." },
          },
        },
      },
    },
  },
};

const notification: Draft = {
  type: "object",
  required: ["id", "state"],
  properties: {
    id: { type: "string" },
    state: { type: "string", enum: ["shipped", "lost"] },
    weight: { type: "number", maximum: 50 },
  },
};

const receipt: Draft = {
  type: "object",
  required: ["ok"],
  properties: { ok: { type: "boolean" }, remark: { type: "string", maxLength: 10 } },
};

const orderById: Draft = {
  parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
  get: {
    operationId: "getTree",
    responses: {
      "200": {
        description: "A tree.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Tree" } } },
      },
    },
  },
  delete: {
    operationId: "deleteOrder",
    security: [{ key: [] }, { login: ["write", "read"] }],
    responses: { "204": { description: "Gone." } },
  },
};

const components: Draft = {
  securitySchemes: {
    key: { type: "http", scheme: "bearer" },
    login: {
      type: "oauth2",
      flows: {
        clientCredentials: { tokenUrl: "https://example.com/token", scopes: { read: "Read.", write: "Write." } },
      },
    },
  },
  responses: {
    Problem: {
      description: "A problem.",
      content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  },
  schemas: {
    Order: order,
    Address: address,
    Payment: payment,
    Tree: tree,
    Problem: { type: "object", required: ["message"], properties: { message: { type: "string" } } },
    Notification: notification,
    Receipt: receipt,
  },
};

/** Returns a new copy of the document. */
export function baseDocument(): Record<string, Draft> {
  return structuredClone({
    openapi: "3.1.0",
    info: { title: "Orders", version: "1.0.0", description: "Orders." },
    servers: [
      { url: "https://api.example.com/{region}", variables: { region: { default: "eu", enum: ["eu", "us"] } } },
    ],
    security: [{ key: [] }],
    tags: [{ name: "orders", description: "Orders." }],
    paths: {
      "/orders": { post: operation },
      "/orders/{id}": orderById,
    },
    components,
  });
}

/** Returns a draft as a JSON value. */
export function asJson(draft: Draft): Json {
  return draft;
}
