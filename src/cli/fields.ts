import document from "../../generated/openapi.json" with { type: "json" };
import type { Given, Option } from "./arguments.ts";
import { UsageError } from "./usage-error.ts";

/** The part of JSON Schema that says how a field is given on the command line. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

// JSON modules have the type of their exact text; here they are read as what they are.
const schemas = document.components.schemas as unknown as Readonly<Record<string, Schema>>;

function resolved(schema: Schema | undefined): Schema {
  return schema?.$ref === undefined
    ? (schema ?? {})
    : resolved(schemas[schema.$ref.replace("#/components/schemas/", "")]);
}

const { properties = {}, required = [] } = resolved(schemas.VideoGenerationRequest);

/** A field of the request and the option that gives it. */
export interface Field {
  /** As the contract names it. */
  readonly name: string;
  readonly option: Option;
  /** The field's value; undefined when it is neither given nor required with a default. Throws a `UsageError` on a text that is no JSON. */
  readonly read: (given: Given) => unknown;
}

/** Every field of the contract's request, in its order. */
export const fields: readonly Field[] = Object.entries(properties).map(([name, reference]) => {
  const schema = resolved(reference);
  const items = schema.type === "array" ? resolved(schema.items) : undefined;
  const repeated = items !== undefined && !isStructured(items);
  const singular = repeated ? name.replace(/s$/, "") : name;
  const option = {
    ...optionFor(singular.replaceAll("_", "-"), items ?? schema),
    multiple: repeated,
    help: helpFor(schema, repeated),
  };
  const preset = required.includes(name) ? schema.default : undefined;
  const read = (given: Given): unknown =>
    given.flag(option.name) ??
    given.list(option.name)?.map((text) => valueOf(text, items ?? {}, option.name)) ??
    one(given.text(option.name), schema, option.name) ??
    preset;
  return { name, option, read };
});

/** The request as its options give it. Whether it keeps the contract is judged by the client. */
export function bodyOf(given: Given): unknown {
  return Object.fromEntries(
    fields.map(({ name, read }) => [name, read(given)] as const).filter(([, value]) => value !== undefined),
  );
}

/** A message about a field with the name of its option instead of the JSON pointer to it. */
export function inOptions(message: string): string {
  const [head = "", ...rest] = message.split(", got ");
  const named = head.replaceAll(/(?<=^|\s)\/(\w+)/g, (pointer, name) => {
    const option = fields.find((field) => field.name === name)?.option.name;
    return option === undefined ? pointer : `--${option}`;
  });
  return [named.replace(/^(--[a-z-]+)\//, "$1 /"), ...rest].join(", got ");
}

const one = (text: string | undefined, schema: Schema, option: string): unknown =>
  text === undefined ? undefined : valueOf(text, schema, option);

/** A text that is no number stays a text, so that the contract's own rule tells what is wrong with it. */
function valueOf(text: string, schema: Schema, option: string): unknown {
  if (isStructured(schema)) return jsonIn(text, `--${option}`);
  const isNumber = (schema.type === "integer" || schema.type === "number") && /^-?\d+(\.\d+)?$/.test(text);
  return isNumber ? Number(text) : text;
}

/** The value of a JSON text; `source` names it in the `UsageError` that a text which is none throws. */
export function jsonIn(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${source} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isStructured({ type }: Schema): boolean {
  return type === "object" || type === "array";
}

function optionFor(name: string, schema: Schema): Pick<Option, "name" | "value" | "negatable"> {
  if (schema.type === "boolean") return { name, negatable: true };
  if (isStructured(schema)) return { name, value: "JSON" };
  if (schema.type === "integer" || schema.type === "number") return { name, value: "N" };
  if (schema.enum !== undefined) return { name, value: "NAME" };
  return { name, value: schema.format === "uri" ? "URL" : "TEXT" };
}

function helpFor(schema: Schema, repeated: boolean): string {
  const { description = "", minimum, maximum, maxLength, enum: names, properties: members } = schema;
  const said = [
    repeated ? "May be repeated." : undefined,
    members === undefined ? undefined : `Members: ${Object.keys(members).join(", ")}.`,
    names === undefined ? undefined : `One of: ${names.join(", ")}.`,
    minimum === undefined ? undefined : `At least ${minimum}.`,
    maximum === undefined ? undefined : `At most ${maximum}.`,
    maxLength === undefined ? undefined : `At most ${maxLength} characters.`,
    schema.default === undefined ? undefined : `Default: ${JSON.stringify(schema.default).replaceAll('"', "")}.`,
  ];
  return [description, ...said.filter((part) => part !== undefined)].join(" ");
}
