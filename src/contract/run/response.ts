import { append } from "../../shared/json-pointer.ts";
import { isObject } from "../../shared/json.ts";
import type { Exchange } from "./send.ts";
import { entriesOf } from "../schema/json.ts";
import type { DocumentedResponse, RunContract } from "./contract.ts";

type Response = Extract<Exchange, { readonly status: number }>;

/** Returns the differences between a response and its documentation, one sentence each. */
export function responseFaults(
  contract: RunContract,
  operation: string,
  method: string,
  response: Response,
): readonly string[] {
  const documented = contract.response(operation, response.status);
  if (!documented) return [`the status ${response.status} is not documented`];
  return [...headerFaults(contract, documented, response), ...bodyFaults(contract, documented, method, response)];
}

function headerFaults(contract: RunContract, documented: DocumentedResponse, { headers }: Response): readonly string[] {
  return entriesOf(documented.value.headers).flatMap(([name]) => {
    const header = contract.follow(append(documented.pointer, "headers", name));
    if (!header || name.toLowerCase() === "content-type") return [];
    const text = headers.get(name);
    if (text === null) return header.value.required === true ? [`the header ${name} is missing`] : [];
    if (header.value.schema === undefined) return [];
    const node = contract.schema(append(header.pointer, "schema"));
    const readings = [
      text,
      ...(text.trim() !== "" && Number.isFinite(Number(text)) ? [Number(text)] : []),
      text === "true" || (text === "false" ? false : text),
    ];
    const faults = readings.map((value) => contract.faults(node, value));
    return faults.some((found) => found.length === 0)
      ? []
      : [`the header ${name} ${(faults[0]?.[0] ?? "").replace(/^it /, "")}`];
  });
}

function bodyFaults(
  contract: RunContract,
  documented: DocumentedResponse,
  method: string,
  { headers, text }: Response,
): readonly string[] {
  if (method === "HEAD" || !isObject(documented.value.content)) return [];
  const types = Object.keys(documented.value.content);
  if (text === "") return types.length > 0 ? ["the body is empty"] : [];
  const type = essence(headers.get("content-type") ?? "");
  const documentedType = types.find((one) => covers(essence(one), type));
  if (types.length === 0) return [];
  if (documentedType === undefined)
    return [`the content type ${type === "" ? "is missing" : `${type} is not documented`} (${types.join(", ")})`];
  const media = contract.follow(append(documented.pointer, "content", documentedType));
  if (media?.value.schema === undefined || !/[/+]json$/.test(type)) return [];
  return jsonFaults(contract, append(media.pointer, "schema"), text);
}

function jsonFaults(contract: RunContract, schema: string, text: string): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return ["the body is not JSON"];
  }
  const faults = contract.faults(contract.schema(schema), value);
  return faults.length === 0 ? [] : [`the body does not match its schema: ${faults.slice(0, 3).join("; ")}`];
}

function essence(type: string): string {
  return (type.split(";")[0] ?? "").trim().toLowerCase();
}

function covers(range: string, type: string): boolean {
  return range === "*/*" || range === type || (range.endsWith("/*") && type.startsWith(range.slice(0, -1)));
}
