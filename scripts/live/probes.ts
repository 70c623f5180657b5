import { deriveCases, type SendableRequest } from "../../src/contract/index.ts";
import { estimateOf } from "../../src/batch/budget.ts";
import { at, operations, type Json, type Operation } from "../generate/contract.ts";
import { isSendable } from "../validators/server.ts";
import { bodyOf, examplesOf, nameOf } from "../surface/documented.ts";
import { pathOf } from "../surface/traffic.ts";

/** One request to a real service, and the status that the contract has for it. */
export interface Probe {
  /** Method and path as the contract writes them, and what is special about the request. */
  readonly where: string;
  readonly operation: Operation;
  readonly request: SendableRequest;
  readonly expected: number;
  /** Whether the API key goes with it. Never for a creation that is not meant to be paid. */
  readonly authorized: boolean;
}

/** A creation that costs money. */
export interface PaidProbe extends Probe {
  readonly credits: number;
}

/**
 * Requests without a key, and with one of another scheme: every operation, every example of a creation. Each has to be
 * refused with 401.
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
 * Reads with the key: what has no parameter has to answer 200, an id that names nothing 404, and a malformed one 400.
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
      const words = one.valid ? "an id that names nothing" : "a malformed id";
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

/** The cheapest example of a creation that calls nobody back; undefined when the contract has none. */
export function cheapestCreation(document: Json): PaidProbe | undefined {
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
