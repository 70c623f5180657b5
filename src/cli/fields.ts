import document from "../../generated/openapi.json" with { type: "json" };
import { Option } from "commander";
import { jsonOption, numberIn, RepeatableOption } from "./option-types.ts";

/** The JSON Schema keywords that determine the options of a field. */
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

// The type of a JSON module is its literal text; this is the type of its content.
const schemas = document.components.schemas as unknown as Readonly<Record<string, Schema>>;

function resolved(schema: Schema | undefined): Schema {
  return schema?.$ref === undefined
    ? (schema ?? {})
    : resolved(schemas[schema.$ref.replace("#/components/schemas/", "")]);
}

const { properties = {}, required = [] } = resolved(schemas.VideoGenerationRequest);

/** A field of the request and its options. */
export interface Field {
  /** Name in the contract. */
  readonly name: string;
  /** One option, or for a boolean one for true and one for false. */
  readonly options: readonly Option[];
  /** The field's value without an option. */
  readonly preset: unknown;
}

/** Returns every field of the contract's request, in order. */
export function requestFields(): readonly Field[] {
  return Object.entries(properties).map(([name, reference]) => {
    const schema = resolved(reference);
    const options = optionsFor(name.replaceAll("_", "-"), schema);
    return { name, options, preset: required.includes(name) ? schema.default : undefined };
  });
}

/** Returns the request from its options. The client validates it. */
export function bodyFrom(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const members = requestFields().map(
    ({ name, options, preset }) => [name, values[options[0]?.attributeName() ?? ""] ?? preset] as const,
  );
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

/** Returns a message about a field with the name of its option instead of the JSON pointer to it. */
export function inOptions(message: string): string {
  const [head = "", ...rest] = message.split(", got ");
  const named = head.replaceAll(/(?<=^|\s)\/(\w+)/g, (pointer, name) => {
    const field = requestFields().find((candidate) => candidate.name === name);
    return field?.options[0]?.long ?? pointer;
  });
  return [named.replace(/^(--[a-z-]+)\//, "$1 /"), ...rest].join(", got ");
}

function optionsFor(name: string, schema: Schema): readonly Option[] {
  const items = schema.type === "array" ? resolved(schema.items) : undefined;
  const help = helpFor(schema);
  if (schema.type === "boolean")
    return [new Option(`--${name}`, help), new Option(`--no-${name}`, `The opposite of --${name}.`)];
  if (items !== undefined && !isStructured(items))
    return [new RepeatableOption(`--${name.replace(/s$/, "")} <${placeholder(items)}>`, help)];
  if (isStructured(schema)) return [jsonOption(`--${name} <json>`, help)];
  const option = new Option(`--${name} <${placeholder(schema)}>`, help);
  // A text that is no number remains a string, so that the contract's rule reports the error.
  return [
    isNumber(schema)
      ? option.argParser((text) => (numberIn(text.replace(/^-/, "")) === undefined ? text : Number(text)))
      : option,
  ];
}

function isStructured({ type }: Schema): boolean {
  return type === "object" || type === "array";
}

function isNumber({ type }: Schema): boolean {
  return type === "integer" || type === "number";
}

function placeholder(schema: Schema): string {
  if (isNumber(schema)) return "n";
  if (schema.enum !== undefined) return "name";
  return schema.format === "uri" ? "url" : "text";
}

function helpFor(schema: Schema): string {
  const { description = "", minimum, maximum, maxLength, enum: names, properties: members } = schema;
  const notes = [
    members === undefined ? undefined : `Members: ${Object.keys(members).join(", ")}.`,
    names === undefined ? undefined : `One of: ${names.join(", ")}.`,
    minimum === undefined ? undefined : `At least ${minimum}.`,
    maximum === undefined ? undefined : `At most ${maximum}.`,
    maxLength === undefined ? undefined : `At most ${maxLength} characters.`,
    schema.default === undefined ? undefined : `Default: ${JSON.stringify(schema.default).replaceAll('"', "")}.`,
  ];
  return [description.replaceAll(/\s+/g, " "), ...notes.filter((part) => part !== undefined)].join(" ");
}
