type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const TRAITS = 12;
const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/**
 * Returns a document with a tree of nodes, like the APIs of design tools: each kind of node combines traits, and most
 * contain further nodes.
 */
export function unionDocument(kinds: number): Record<string, Json> {
  const numbers = Array.from({ length: kinds }, (_, index) => index);
  const content: Json = { "application/json": { schema: ref("Tree") } };
  return {
    openapi: "3.1.0",
    info: { title: "Unions", version: "1.0.0" },
    paths: {
      "/trees": {
        post: { requestBody: { required: true, content }, responses: { "200": { description: "Kept.", content } } },
      },
    },
    components: {
      schemas: {
        Tree: { type: "object", required: ["root"], properties: { root: ref("Node"), name: { type: "string" } } },
        Node: { oneOf: numbers.map((index) => ref(`Node${index}`)) },
        Parent: {
          type: "object",
          required: ["children"],
          properties: { children: { type: "array", items: ref("Node") } },
        },
        ...Object.fromEntries(numbers.map((index) => [`Node${index}`, node(index)])),
        ...Object.fromEntries(Array.from({ length: TRAITS }, (_, index) => [`Trait${index}`, trait(index)])),
      },
    },
  };
}

function node(index: number): Json {
  const traits = [0, 1, 2, 3, 4].map((step) => ref(`Trait${(index + step * step) % TRAITS}`));
  const own: Json = {
    type: "object",
    required: ["type"],
    properties: { type: { type: "string", enum: [`KIND_${index}`] }, size: { type: "number", minimum: index } },
  };
  return { allOf: [own, ...traits, ...(index % 3 === 0 ? [] : [ref("Parent")])] };
}

function trait(index: number): Json {
  return {
    type: "object",
    required: index % 4 === 0 ? [`id${index}`] : [`flag${index}`],
    properties: {
      [`id${index}`]: { type: "string", minLength: 1, maxLength: 20 + index },
      [`flag${index}`]: { type: "boolean" },
      [`ratio${index}`]: { type: "number", minimum: 0, maximum: 1 },
      [`mode${index}`]: { type: "string", enum: ["plain", "bold", "none"] },
      [`fill${index}`]: { oneOf: [{ type: "string", pattern: "^#[0-9a-f]{6}$" }, { type: "null" }] },
    },
  };
}
