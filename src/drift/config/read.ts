import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ErrorObject } from "ajv/dist/2020.js";
import { isJsonObject, type Json } from "../../openapi/json.ts";
import { append, valueAt } from "../../openapi/json-pointer.ts";
import { parseText } from "../../openapi/parse.ts";
import { placesIn } from "../../openapi/places.ts";
import { nearest } from "../../shared/nearest.ts";
import { CannotCompare, type Level } from "../finding.ts";
import { compile } from "../schema/validators.ts";
import { readSource } from "../sources/document.ts";
import { CONFIG_FILE, CONFIG_SCHEMA, SEVERITIES } from "./schema.ts";

/** A finding that is accepted until a day. */
export interface Ignore {
  readonly rule: string;
  /** A JSON pointer in which `*` stands for one segment and `**` for any number of them. */
  readonly where: string;
  readonly reason: string;
  /** The last day on which it is accepted, as YYYY-MM-DD. */
  readonly expires: string;
}

/** A configuration file. */
export interface Config {
  readonly file: string;
  readonly severities: Readonly<Record<string, Level | "off">>;
  readonly ignore: readonly Ignore[];
}

/**
 * Reads a configuration file. Without a name, it reads `drift.config.yaml` of the directory if there is one.
 * @throws CannotCompare with the file, the line and what to write instead.
 */
export async function readConfig(file: string | undefined, directory: string): Promise<Config | undefined> {
  if (file === undefined && !existsSync(join(directory, CONFIG_FILE))) return undefined;
  const name = file ?? CONFIG_FILE;
  const value = parseText(await readSource(name, { directory }), name) ?? {};
  const validate = compile(CONFIG_SCHEMA);
  if (!validate(value)) throw new CannotCompare(problemIn(name, directory, value, validate.errors?.[0]));
  const { severities = {}, ignore = [] } = value as Partial<Config>; // The schema validated it.
  return { file: name, severities, ignore };
}

function problemIn(name: string, directory: string, value: Json, error: ErrorObject | undefined): string {
  const pointer = error === undefined ? "" : placeOf(error);
  const line = placesIn(name, directory)?.(pointer).line;
  const place = line === undefined ? name : `${name}, line ${line}`;
  return `${place}: ${error === undefined ? "it is not a configuration." : inWords(error, value)}`;
}

function placeOf({ instancePath, params }: ErrorObject): string {
  const extra: unknown = params.additionalProperty;
  return typeof extra === "string" ? append(instancePath, extra) : instancePath;
}

function inWords(error: ErrorObject, value: Json): string {
  const { keyword, instancePath, params } = error;
  const at = instancePath === "" ? "the top level" : instancePath;
  switch (keyword) {
    case "additionalProperties": {
      const known = knownKeys(error);
      const kind = instancePath === "/severities" ? "rule" : "key";
      return `Unknown ${kind} "${String(params.additionalProperty)}" at ${at}. ${suggestion(String(params.additionalProperty), known)}`;
    }
    case "required":
      return `${at} needs the key "${String(params.missingProperty)}". ${NEEDS[String(params.missingProperty)] ?? ""}`;
    case "enum": {
      const choices = (params.allowedValues as readonly string[]).map(String);
      return `${at} is no ${choices.length === SEVERITIES.length ? "severity" : "rule"}. ${suggestion(JSON.stringify(valueAt(value, instancePath)).replaceAll('"', ""), choices)}`;
    }
    case "format":
      return `${at} must be a day written YYYY-MM-DD, for example 2027-01-31.`;
    case "pattern":
      return instancePath.endsWith("/where")
        ? `${at} must be a JSON pointer that begins with #/, for example "#/paths/~1orders/post/**".`
        : `${at} must not be empty.`;
    default:
      return `${at} ${error.message ?? "is not valid"}.`;
  }
}

/** Returns the keys that the schema allows where ajv found an unknown one. */
function knownKeys({ schemaPath }: ErrorObject): string[] {
  const holder = schemaPath.slice(0, schemaPath.lastIndexOf("/"));
  const known = valueAt(CONFIG_SCHEMA, append(holder, "properties"));
  return Object.keys(isJsonObject(known) ? known : {});
}

const NEEDS: Readonly<Record<string, string>> = {
  rule: "Name the rule that the report shows beside the finding.",
  where: "Give the JSON pointer of the finding.",
  reason: "Say why the finding is accepted.",
  expires: "Give the last day on which it is accepted, YYYY-MM-DD.",
};

/** Allowed values are listed up to this number; there are too many rules to list. */
const MOST_CHOICES = 12;

function suggestion(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  return known.length > MOST_CHOICES ? "The documentation of drift lists the rules." : `Known are ${known.join(", ")}.`;
}
