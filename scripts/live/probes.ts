import { deriveCases, type SendableRequest } from "../../src/contract/index.ts";
import { estimateOf } from "../../src/batch/budget.ts";
import { at, operations, type Json, type Operation } from "../generate/contract.ts";
import { isSendable } from "../validators/server.ts";
import { bodyOf, examplesOf, nameOf } from "../coverage/documented.ts";
import { pathOf } from "../coverage/exchanges.ts";

/** A request to a real service, with the status that the contract documents for it. */
export interface Probe {
  /** Method and path as in the contract, and what distinguishes the request. */
  readonly where: string;
  readonly operation: Operation;
  readonly request: SendableRequest;
  readonly expected: number;
  /** Whether to send the API key. False for every create request except the paid one. */
  readonly authorized: boolean;
}

/** A create request that costs money. */
export interface PaidProbe extends Probe {
  readonly credits: number;
}

/**
 * Returns requests without a key and with another authorization scheme, for every operation and every example of a create
 * request. The service has to reject each with 401.
 */
export function unauthorizedProbes(document: Json): readonly Probe[] {
  return operations(document).flatMap((operation) => {
    const bodies = examplesOf(document, bodyOf(operation.node));
    const requests: readonly (readonly [string, unknown])[] = bodies.length > 0 ? bodies : [["", undefined]];
    const headers: readonly (readonly [string, Record<string, string>])[] = [
      ["without a key", {}],
      ["with another scheme", { authorization: "Basic dGVzdDp0ZXN0" }],
    ];
    return headers.flatMap(([words, more]) =>
      requests.map(([example, body]): Probe => {
        const where = [nameOf(operation), example === "" ? "" : `example ${example}`, words]
          .filter((part) => part !== "")
          .join(" ");
        return {
          where,
          operation,
          request: requestOf(document, operation, body, more),
          expected: 401,
          authorized: false,
        };
      }),
    );
  });
}

/**
 * Returns GET requests with the key. An operation without parameters has to respond with 200, an unknown id with 404, and
 * a malformed id with 400.
 */
export function readingProbes(document: Json): readonly Probe[] {
  const reads = operations(document).filter(({ method }) => method === "get");
  const plain = reads
    .filter(({ path }) => !path.includes("{"))
    .map((operation): Probe => ({
      where: nameOf(operation),
      operation,
      request: requestOf(document, operation),
      expected: 200,
      authorized: true,
    }));
  const ids = deriveCases(document, { only: ({ location }) => location === "path" })
    .cases.filter(isSendable)
    .flatMap((one): Probe[] => {
      const operation = reads.find((candidate) => one.location === "path" && nameOf(candidate) === one.operation);
      if (!operation) return [];
      const words = one.valid ? "an unknown id" : "a malformed id";
      return [
        {
          where: `${one.operation} ${words}: ${one.why}`,
          operation,
          request: one.request,
          expected: one.valid ? 404 : 400,
          authorized: true,
        },
      ];
    });
  return [...plain, ...ids];
}

/** Returns the cheapest example of a create request without a callback; undefined when the contract has none. */
export function cheapestCreateRequest(document: Json): PaidProbe | undefined {
  const all = operations(document).flatMap((operation) =>
    examplesOf(document, bodyOf(operation.node))
      .filter(([, body]) => !("callback_url" in at(body)))
      .map(([name, body]): PaidProbe => {
        const about = {
          where: `${nameOf(operation)} example ${name}`,
          operation,
          request: requestOf(document, operation, body),
        };
        return { ...about, expected: 200, authorized: true, credits: estimateOf(body) };
      }),
  );
  return all.sort((left, right) => left.credits - right.credits)[0];
}

function requestOf(
  document: Json,
  operation: Operation,
  body?: unknown,
  headers: Record<string, string> = {},
): SendableRequest {
  const about = { method: operation.method.toUpperCase(), path: pathOf(document, operation), query: [] };
  return body === undefined
    ? { ...about, headers }
    : { ...about, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}
