/** A JSON object that is still being built. */
type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain };

/**
 * Returns a document with `operations` operations, each with its own request, responses and schemas, and shared errors;
 * `changed` alters one in ten.
 */
export function largeDocument(operations: number, changed: boolean): Record<string, Plain> {
  const numbers = Array.from({ length: operations }, (_, index) => index);
  const isAltered = (index: number): boolean => changed && index % 10 === 0;
  return {
    openapi: "3.1.0",
    info: { title: "Large", version: "1.0.0" },
    paths: Object.fromEntries(numbers.map((index) => [`/things${index}/{id}`, { post: operation(index) }])),
    components: {
      responses: {
        Problem: {
          description: "A problem.",
          content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
      schemas: {
        Problem: {
          type: "object",
          required: ["message"],
          properties: { message: { type: "string" }, code: { type: ["string", "integer"] } },
        },
        ...Object.fromEntries(
          numbers.flatMap((index) => [
            [`Thing${index}`, thing(index, isAltered(index))],
            [`Part${index}`, part(index)],
          ]),
        ),
      },
    },
  };
}

function operation(index: number): Plain {
  const content: Plain = { "application/json": { schema: { $ref: `#/components/schemas/Thing${index}` } } };
  return {
    operationId: `makeThing${index}`,
    parameters: [
      { name: "id", in: "path", required: true, schema: { type: "string" } },
      { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 50 } },
    ],
    requestBody: { required: true, content },
    responses: {
      "200": { description: "Made.", content },
      "400": { $ref: "#/components/responses/Problem" },
      default: { $ref: "#/components/responses/Problem" },
    },
  };
}

/** Alters a limit, an enum, the properties or a description, in rotation. */
function thing(index: number, altered: boolean): Plain {
  const turn = altered ? (index / 10) % 4 : -1;
  return {
    type: "object",
    required: ["name", "count"],
    properties: {
      name: {
        type: "string",
        minLength: 1,
        maxLength: turn === 0 ? 30 : 40,
        description: turn === 3 ? "Its name." : "Its name.",
      },
      count: { type: "integer", minimum: 0, maximum: 100 + index },
      state: { type: "string", enum: turn === 1 ? ["new", "used"] : ["new", "used", "gone"] },
      link: { type: "string", format: "uri" },
      parts: { type: "array", maxItems: 10, items: { $ref: `#/components/schemas/Part${index}` } },
      ...(turn === 2 ? { extra: { type: "boolean" } } : {}),
    },
  };
}

function part(index: number): Plain {
  return {
    oneOf: [
      {
        type: "object",
        required: ["kind", "weight"],
        properties: { kind: { const: "bolt" }, weight: { type: "number", minimum: index } },
      },
      {
        type: "object",
        required: ["kind", "length"],
        properties: { kind: { const: "beam" }, length: { type: "number", exclusiveMinimum: 0 } },
      },
    ],
  };
}
