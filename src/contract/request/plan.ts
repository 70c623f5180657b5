import type { ContractCase, RequestPlan, SendableRequest } from "../case.ts";
import type { LocalSearch } from "../derive/local.ts";
import { attempt, newProgress } from "../derive/search.ts";
import type { Operation, Part } from "../operations.ts";
import { evaluate } from "../schema/evaluate.ts";
import type { View } from "../schema/view.ts";
import { isInexact, readings, unwritable, writeParameter, type Written } from "./parameter.ts";

type Parts = Omit<SendableRequest, "method" | "body">;

/** A value for a part that is not under test, or the reason why none is known. */
type Plain = { readonly value: unknown } | { readonly unknown: string };

const WILDNESS = [0, 0.3, 0.6];

/**
 * Creates the requests that carry the cases of an operation's request parts; all other required parts are simple and
 * valid.
 */
export class Planner {
  readonly #view: View;
  readonly #search: LocalSearch;
  readonly #operation: Operation;
  readonly #needed: readonly Part[];
  readonly #body: Part | undefined;
  readonly #plains = new Map<Part, Plain>();
  #control: RequestPlan | undefined;

  constructor(view: View, search: LocalSearch, operation: Operation) {
    this.#view = view;
    this.#search = search;
    this.#operation = operation;
    this.#needed = operation.parameters.filter(
      ({ owner, location }) => owner.value.required === true || location === "path",
    );
    this.#body = operation.bodies.find(({ mediaType }) => isJson(mediaType)) ?? operation.bodies[0];
  }

  /** Returns the cases of a part with their requests; cases of responses and callbacks are unchanged. */
  plan(cases: readonly ContractCase[], part: Part): readonly ContractCase[] {
    if (part.location === "callback" || part.location.startsWith("response:")) return cases;
    this.#control ??= this.#request(undefined, undefined);
    const control = this.#control;
    return cases.map((one) => ({ ...one, request: this.#requestFor(part, one), control }));
  }

  #requestFor(part: Part, { valid, value }: ContractCase): RequestPlan {
    if (valid && this.#isUncertain(part, value))
      return { unsendable: "a part of the value is validated by a schema that cannot be read" };
    if (valid && isInexact(value)) return { unsendable: "a whole number beyond 2^53 cannot be written exactly" };
    if (part.location !== "body" && value !== undefined) {
      const reason = unwritable(part, value) ?? this.#ambiguity(part, value, valid);
      if (reason !== undefined) return { unsendable: reason };
    }
    return this.#request(part, value);
  }

  #request(part: Part | undefined, value: unknown): RequestPlan {
    const isBody = part?.location === "body";
    const values: { readonly part: Part; readonly value: unknown }[] = [];
    for (const other of this.#needed.filter((one) => one !== part)) {
      const plain = this.#plainOf(other);
      if ("unknown" in plain) return { unsendable: plain.unknown };
      values.push({ part: other, value: plain.value });
    }
    if (part && !isBody && value !== undefined) values.push({ part, value });
    const body = isBody ? { value } : this.#plainBody();
    if ("unknown" in body) return { unsendable: body.unknown };
    return assemble(this.#operation, values, isBody ? part : this.#body, body.value);
  }

  // Sends an optional body too: few services do much without it.
  #plainBody(): Plain {
    const body = this.#body;
    if (!body || isBodiless(this.#operation.method)) return { value: undefined };
    const plain = isJson(body.mediaType)
      ? this.#plainOf(body)
      : { unknown: `bodies of ${String(body.mediaType)} are not written` };
    return "unknown" in plain && body.owner.value.required !== true ? { value: undefined } : plain;
  }

  #plainOf(part: Part): Plain {
    const known = this.#plains.get(part) ?? this.#findPlain(part);
    this.#plains.set(part, known);
    return known;
  }

  #findPlain(part: Part): Plain {
    const node = this.#view.source.node(part.root);
    const validate = this.#view.oracle.validator(node);
    const isFit = (value: unknown): boolean =>
      validate(value) &&
      !this.#isUncertain(part, value) &&
      (part.location === "body" || unwritable(part, value) === undefined);
    const example = part.examples.find(({ value }) => isFit(value));
    if (example) return { value: example.value };
    for (const wildness of WILDNESS) {
      const built = attempt({
        context: this.#search.context,
        seed: `plain ${part.root} ${wildness}`,
        from: node,
        steps: [],
        goal: { keyword: undefined },
        target: undefined,
        mode: "accept",
        wildness,
        progress: newProgress(),
      });
      if (built && isFit(built.value)) return built;
    }
    const name =
      part.location === "body" ? "the body" : `the ${part.location} parameter ${String(part.owner.value.name)}`;
    return { unknown: `no valid value is known for ${name}` };
  }

  // A schema that cannot be read may reject values that the rest accepts.
  #isUncertain(part: Part, value: unknown): boolean {
    let isUncertain = false;
    evaluate(this.#search.context, this.#view.source.node(part.root), value, {
      onSchema: ({ isOpaque }) => {
        if (isOpaque) isUncertain = true;
      },
    });
    return isUncertain;
  }

  // A parameter is sent as text, so an invalid value with the same text as a valid one cannot be distinguished from it.
  #ambiguity(part: Part, value: unknown, valid: boolean): string | undefined {
    const written = writeParameter(part, value);
    if (valid || !written || part.mediaType !== undefined) return undefined;
    const validate = this.#view.oracle.validator(this.#view.source.node(part.root));
    const texts = written.map(([, text]) => text);
    const taken = [...texts, texts.join(",")]
      .flatMap(readings)
      .concat([texts, ...texts.map((text) => text.split(","))]);
    return taken.some(validate) ? "its text reads as a value that is accepted" : undefined;
  }
}

function assemble(
  operation: Operation,
  values: readonly { readonly part: Part; readonly value: unknown }[],
  body: Part | undefined,
  value: unknown,
): RequestPlan {
  const { method, path } = operation;
  let parts: Parts = { path, template: path, pathParameters: {}, query: [], headers: {} };
  for (const { part, value: one } of values) {
    const written = writeParameter(part, one);
    const added = written && add(parts, part, written);
    if (!added)
      return { unsendable: `the ${part.location} parameter ${String(part.owner.value.name)} cannot carry the value` };
    parts = added;
  }
  const undeclared = /\{[^}]*\}/.exec(parts.path)?.[0];
  if (undeclared !== undefined) return { unsendable: `the path's ${undeclared} is not declared as a parameter` };
  if (value === undefined || !body) return { method, ...parts };
  if (isBodiless(method)) return { unsendable: `fetch sends no body with ${method}` };
  if (!isJson(body.mediaType)) return { unsendable: `bodies of ${String(body.mediaType)} are not written` };
  return {
    method,
    ...parts,
    headers: { ...parts.headers, "content-type": String(body.mediaType) },
    body: JSON.stringify(value),
  };
}

function add(parts: Parts, { owner, location }: Part, written: Written): Parts | undefined {
  const name = String(owner.value.name);
  const [first] = written;
  if (!written.every(([, text]) => isWellFormed(text))) return undefined;
  if (location === "query") return { ...parts, query: [...parts.query, ...written] };
  if (!first) return undefined;
  const text = first[1];
  if (location === "path") {
    // An empty or dot segment would be a different path.
    if (text === "" || text === "." || text === "..") return undefined;
    const pathParameters = { ...parts.pathParameters, [name]: text };
    return { ...parts, pathParameters, path: parts.path.replaceAll(`{${name}}`, encodeURIComponent(text)) };
  }
  // RFC 9110, section 5.5: visible ASCII with inner blanks.
  if (!/^(?:[!-~](?:[ -~]*[!-~])?)?$/.test(text)) return undefined;
  if (location === "header") return { ...parts, headers: { ...parts.headers, [name]: text } };
  // The encoding of cookie values is unspecified, so only values without encoding count.
  if (encodeURIComponent(text) !== text || text === "") return undefined;
  const cookie = [parts.headers.cookie, `${name}=${text}`].filter((one) => one !== undefined).join("; ");
  return { ...parts, headers: { ...parts.headers, cookie } };
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function isBodiless(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

function isJson(mediaType: string | undefined): boolean {
  return mediaType !== undefined && /[/+]json(?:;|$)/.test(mediaType);
}
