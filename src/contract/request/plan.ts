import { build } from "../build/build.ts";
import { Choices } from "../build/choices.ts";
import type { Search } from "../build/constraints.ts";
import type { ContractCase, Derivation, RequestPlan, SendableRequest } from "../case.ts";
import type { Operation, Part } from "../operations.ts";
import type { Oracle } from "../schema/oracle.ts";
import type { Context } from "../schema/context.ts";
import { readings, writeParameter, type Written } from "./parameter.ts";

type Parts = Pick<SendableRequest, "path" | "query" | "headers" | "body">;

/** Gives the cases of an operation's request parts the requests that carry them; all other required parts are plain and valid. */
export function planner(
  context: Context,
  oracle: Oracle,
  operation: Operation,
  seed: string,
): (derivation: Derivation, part: Part) => Derivation {
  const plain = (part: Part): unknown => {
    const verdict = oracle.verdict(part.root);
    const example = part.examples.find(verdict);
    const search: Search = {
      context,
      choices: new Choices(`${seed} ${part.root}`, 0, 200),
      target: undefined,
      mode: "accept",
      isPinned: false,
    };
    return example ?? build([{ kind: "hold", node: context.source.node(part.root) }], search)?.value;
  };
  const needed = operation.parameters.filter(
    ({ owner, location }) => owner.value.required === true || location === "path",
  );
  const body = operation.bodies.find(({ mediaType }) => isJson(mediaType)) ?? operation.bodies[0];
  const plains = new Map<Part, unknown>();
  const plainOf = (part: Part): unknown => {
    if (!plains.has(part)) plains.set(part, plain(part));
    return plains.get(part);
  };
  const plan = (part: Part, { valid, value }: ContractCase): RequestPlan => {
    const isBody = part.location === "body";
    const others = needed.filter((other) => other !== part).map((other) => [other, plainOf(other)] as const);
    const own = isBody || value === undefined ? [] : [[part, value] as const];
    const ambiguous = isBody || value === undefined ? undefined : ambiguity(oracle, part, value, valid);
    if (ambiguous !== undefined) return { unsendable: ambiguous };
    const sentBody = isBody ? value : body?.owner.value.required === true ? plainOf(body) : undefined;
    return assemble(operation, [...others, ...own], isBody ? part : body, sentBody);
  };
  return ({ cases, coverage }, part) => {
    if (part.location === "callback" || part.location.startsWith("response:")) return { cases, coverage };
    return { cases: cases.map((one) => ({ ...one, request: plan(part, one) })), coverage };
  };
}

function assemble(
  operation: Operation,
  values: readonly (readonly [Part, unknown])[],
  body: Part | undefined,
  value: unknown,
): RequestPlan {
  let parts: Parts = { path: operation.path, query: [], headers: {} };
  for (const [part, one] of values) {
    const written = writeParameter(part, one);
    const added = written && add(parts, part, written);
    if (!added)
      return { unsendable: `the ${part.location} parameter ${String(part.owner.value.name)} cannot carry the value` };
    parts = added;
  }
  if (value === undefined || !body) return { method: operation.method, ...parts };
  if (operation.method === "GET" || operation.method === "HEAD")
    return { unsendable: `fetch sends no body with ${operation.method}` };
  if (!isJson(body.mediaType)) return { unsendable: `values of ${String(body.mediaType)} are not written` };
  return {
    method: operation.method,
    ...parts,
    headers: { ...parts.headers, "content-type": String(body.mediaType) },
    body: JSON.stringify(value),
  };
}

function add(parts: Parts, { owner, location }: Part, written: Written): Parts | undefined {
  const name = String(owner.value.name);
  const [first] = written;
  if (location === "query") return { ...parts, query: [...parts.query, ...written] };
  if (!first) return undefined;
  const text = first[1];
  if (location === "path") {
    // An empty segment, or one of dots, names another path.
    const isLost = text === "" || text === "." || text === ".." || /\p{Surrogate}/u.test(text);
    return isLost ? undefined : { ...parts, path: parts.path.replace(`{${name}}`, encodeURIComponent(text)) };
  }
  // RFC 9110, section 5.5: visible ASCII with blanks inside.
  if (!/^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(text)) return undefined;
  if (location === "header") return { ...parts, headers: { ...parts.headers, [name]: text } };
  const cookie = [parts.headers.cookie, `${name}=${encodeURIComponent(text)}`]
    .filter((one) => one !== undefined)
    .join("; ");
  return { ...parts, headers: { ...parts.headers, cookie } };
}

// On the wire a parameter is a text: a refused value whose text reads as an accepted one cannot be told from it.
function ambiguity(oracle: Oracle, part: Part, value: unknown, valid: boolean): string | undefined {
  const written = writeParameter(part, value);
  if (valid || !written || part.mediaType !== undefined) return undefined;
  const verdict = oracle.verdict(part.root);
  const texts = written.map(([, text]) => text);
  const taken = [...texts, texts.join(",")].flatMap(readings).concat([texts, ...texts.map((text) => text.split(","))]);
  return taken.some(verdict) ? "its text reads as a value that is accepted" : undefined;
}

function isJson(mediaType: string | undefined): boolean {
  return mediaType !== undefined && /[/+]json(?:;|$)/.test(mediaType);
}
