import { valueAt } from "../../shared/json-pointer.ts";
import { isObject } from "../../shared/json.ts";
import type { SendableRequest } from "../case.ts";
import type { RunContract } from "./contract.ts";
import type { Exchange } from "./send.ts";

/**
 * Fills in path parameters with existing ids: given ones, and those from another operation's response.
 */
export class Parameters {
  readonly #contract: RunContract | undefined;
  readonly #given: Readonly<Record<string, string>>;
  readonly #seen = new Map<string, { readonly request: SendableRequest; readonly exchange: Exchange }>();

  constructor(contract: RunContract | undefined, given: Readonly<Record<string, string>>) {
    this.#contract = contract;
    this.#given = given;
  }

  /** Remembers the plain exchange of an operation. */
  note(operation: string, request: SendableRequest, exchange: Exchange): void {
    this.#seen.set(operation, { request, exchange });
  }

  /** Returns the request with the known parameters filled in, except the one under test. */
  fill(operation: string, request: SendableRequest, tested?: string): SendableRequest {
    const { template, pathParameters } = request;
    if (template === undefined || pathParameters === undefined) return request;
    const known = { ...this.#linked(operation), ...this.#given };
    const texts = Object.entries(pathParameters).map(
      ([name, text]) => [name, name === tested ? text : (known[name] ?? text)] as const,
    );
    const path = texts.reduce(
      (filled, [name, text]) => filled.replaceAll(`{${name}}`, encodeURIComponent(text)),
      template,
    );
    return { ...request, path, pathParameters: Object.fromEntries(texts) };
  }

  #linked(operation: string): Readonly<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const { from, status, parameters } of this.#contract?.links(operation) ?? []) {
      const seen = this.#seen.get(from);
      if (!seen || "failure" in seen.exchange || !matchesStatus(status, seen.exchange.status)) continue;
      for (const { name, expression } of parameters) {
        const value = evaluateExpression(expression, seen.request, seen.exchange);
        if (typeof value === "string" || typeof value === "number") found[name] = String(value);
      }
    }
    return found;
  }
}

function matchesStatus(documented: string, status: number): boolean {
  const range = documented.toUpperCase();
  return range === "DEFAULT" || range === String(status) || range === `${Math.floor(status / 100)}XX`;
}

/** Returns the value of a runtime expression (OpenAPI 3.1, section 4.8.20.4); any other text is returned unchanged. */
function evaluateExpression(
  expression: unknown,
  request: SendableRequest,
  response: Extract<Exchange, { readonly status: number }>,
): unknown {
  if (typeof expression !== "string" || !expression.startsWith("$")) return expression;
  const [source = "", fragment] = expression.split("#");
  if (source === "$response.body") return valueAt(parsed(response.text), fragment ?? "");
  if (source === "$request.body") return valueAt(parsed(request.body ?? ""), fragment ?? "");
  if (source.startsWith("$response.header."))
    return response.headers.get(source.slice("$response.header.".length)) ?? undefined;
  if (source.startsWith("$request.path.")) return request.pathParameters?.[source.slice("$request.path.".length)];
  if (source.startsWith("$request.query."))
    return request.query.find(([name]) => name === source.slice("$request.query.".length))?.[1];
  return undefined;
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) || Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
