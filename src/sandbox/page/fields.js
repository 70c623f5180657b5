import { make } from "./elements.js";

/**
 * Fields that are always visible: those of the contract's first example. The others are under "More fields".
 */
export const isCommon = ({ schema, example }) => example !== undefined && schema.enum?.length !== 1;

/** Small fields are placed side by side. */
export const isSmall = ({ schema }) => schema.enum !== undefined || schema.type === "integer";

/** Returns the create operation, the one with a request body. */
export function createOperationOf(contract) {
  const all = Object.entries(contract.paths).flatMap(([path, item]) =>
    Object.values(item).map((operation) => ({ path, operation })),
  );
  return all.find(({ operation }) => operation.requestBody !== undefined);
}

/** Returns the fields of the create request: its schema with references resolved, as input of the form. */
export function fieldsOf(contract) {
  const resolve = (node) =>
    node.$ref === undefined
      ? node
      : {
          ...resolve(
            node.$ref
              .split("/")
              .slice(1)
              .reduce((here, key) => here[key], contract),
          ),
          ...node,
        };
  const [content] = Object.values(createOperationOf(contract).operation.requestBody.content);
  const schema = resolve(content.schema);
  const example = resolve(Object.values(content.examples)[0]).value;
  return Object.entries(schema.properties).map(([name, property]) => ({
    name,
    schema: resolve(property),
    example: example[name],
    required: schema.required.includes(name),
  }));
}

const lines = (text) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Parses JSON; returns other text unchanged, which the sandbox rejects. */
export function parseLoosely(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Creates the control of a field, and the conversion of its text to a value. */
export function controlOf({ name, schema, required }) {
  const id = `field-${name}`;
  const common = { id, name, "aria-describedby": `${id}-hint`, spellcheck: schema.maxLength > 2048 };
  const usual = schema.default === undefined ? "" : ` (default ${String(schema.default)})`;
  const choice = (values) =>
    make(
      "select",
      common,
      ...(required ? [] : [make("option", { value: "" }, `not set${usual}`)]),
      ...values.map((value) => make("option", { value: String(value) }, String(value))),
    );
  const same = (text) => text;
  if (schema.enum !== undefined) return { control: choice(schema.enum), parse: same };
  if (schema.type === "boolean") return { control: choice([true, false]), parse: (text) => text === "true" };
  if (schema.type === "integer")
    return { control: make("input", { ...common, type: "number", placeholder: schema.default }), parse: Number };
  if (schema.type === "array")
    return { control: make("textarea", { ...common, rows: 2, placeholder: "one URL on each line" }), parse: lines };
  if (schema.type === "object")
    return {
      control: make("textarea", { ...common, rows: 2, class: "mono", placeholder: "{ … } as JSON" }),
      parse: parseLoosely,
    };
  if (schema.format === "uri")
    return { control: make("input", { ...common, type: "url", placeholder: "https://" }), parse: same };
  return { control: make("textarea", { ...common, rows: 3 }), parse: same };
}

export function hintOf({ schema }) {
  const [sentence = ""] = /^[^.]*\.(?=\s|$)/.exec(schema.description ?? "") ?? [];
  const limits = [
    schema.minimum === undefined ? "" : `${schema.minimum} to ${schema.maximum}.`,
    schema.maxLength === undefined ? "" : `At most ${schema.maxLength} characters.`,
  ];
  return [sentence.replaceAll("`", "").replaceAll("\n", " "), ...limits].filter((part) => part !== "").join(" ");
}
