import { LEVELS, type Finding, type Level } from "../finding.ts";
import { objectAt, type Json, type JsonObject } from "../../openapi/json.ts";
import { append, segments } from "../../openapi/json-pointer.ts";
import { asSchema } from "../scope.ts";
import { Contract, type Operation } from "./contract.ts";
import type { Exchange, Message } from "./exchange.ts";
import { redacted, shownName, shownPath } from "./redact.ts";
import { Shapes, type Mismatch } from "./shapes.ts";

/** Error codes of an invalid request. */
const INVALID = /^invalid_(?:request|parameters?)$/;

/** A kind of observed difference, with its count and one redacted sample. */
interface Observation {
  readonly level: Level;
  readonly where: string;
  readonly message: string;
  readonly sample: Json | undefined;
  count: number;
}

/**
 * Counts the differences between live exchanges and the contract. It keeps only one redacted sample of each kind.
 */
export class TrafficValidator {
  readonly #contract: Contract;
  readonly #observations = new Map<string, Observation>();
  readonly #shapes = new Map<string, Shapes>();
  #exchangeCount = 0;

  /** Throws CannotCompare when the document is not OpenAPI 3.0 or 3.1. */
  constructor(document: JsonObject) {
    this.#contract = new Contract(document);
  }

  /** Number of validated exchanges. */
  get exchangeCount(): number {
    return this.#exchangeCount;
  }

  /** Validates an exchange. */
  add(exchange: Exchange): void {
    this.#exchangeCount += 1;
    const template = this.#contract.template(exchange.path);
    const operation = template === undefined ? undefined : this.#contract.operation(template, exchange.method);
    if (!operation) {
      this.#sight(
        "breaking",
        append("#/paths", template ?? shownPath(exchange.path)),
        `${exchange.method.toUpperCase()} is not described`,
        undefined,
      );
      return;
    }
    this.#request(operation, exchange);
    this.#response(operation, exchange);
  }

  /**
   * Validates a request. It is drift when the service accepts an invalid request, or rejects a valid one as invalid.
   * Other error responses do not depend on the body.
   */
  #request(operation: Operation, exchange: Exchange): void {
    const { request, status } = exchange;
    const where = `${operation.where}/requestBody`;
    const content = objectAt(this.#contract.scope.object(operation.value.requestBody), "content");
    if (status < 400) this.#message(where, content, request, "request");
    if (!request || !saysInvalid(exchange)) return;
    const media = this.#contract.media(content, request.mediaType);
    if (!media || request.body === undefined) return;
    const place = append(`${where}/content`, media.key);
    if (this.#shapesOf(place, media.schema).accepts(request.body))
      this.#sight(
        "breaking",
        place,
        `the service rejected a request that the contract accepts as invalid, with the status ${status}`,
        undefined,
      );
  }

  #shapesOf(place: string, schema: Json | undefined): Shapes {
    const shapes = this.#shapes.get(place) ?? new Shapes(this.#contract.forms, asSchema(schema));
    this.#shapes.set(place, shapes);
    return shapes;
  }

  #response(operation: Operation, { status, response }: Exchange): void {
    const described = this.#contract.response(operation, status);
    const where = `${operation.where}/responses/${described?.key ?? status}`;
    if (!described) {
      this.#sight("breaking", where, `the status ${status} is not described`, undefined);
      return;
    }
    if (described.key === "default")
      this.#sight("compatible", where, `the status ${status} is described by default only`, undefined);
    this.#message(where, objectAt(described.value, "content"), response, "response");
  }

  #message(where: string, content: JsonObject, message: Message | undefined, what: string): void {
    if (!message) return;
    const media = this.#contract.media(content, message.mediaType);
    if (!media) {
      this.#sight(
        "breaking",
        `${where}/content`,
        `the media type ${shownType(message.mediaType)} of the ${what} is not described`,
        undefined,
      );
      return;
    }
    const place = append(`${where}/content`, media.key);
    if (message.body === undefined) {
      if (message.mediaType.includes("json")) this.#sight("breaking", place, `the ${what} is not JSON`, undefined);
      return;
    }
    for (const mismatch of this.#shapesOf(place, media.schema).mismatches(message.body))
      this.#addMismatch(`${place}/schema`, mismatch);
  }

  #addMismatch(where: string, { kind, place, message, sample, member }: Mismatch): void {
    const names = segments(place).map((segment) => (segment === "*" ? segment : shownName(segment)));
    const shown = append(where, ...names);
    this.#sight(kind === "field" ? "compatible" : "breaking", shown, message, redacted(sample, member));
  }

  #sight(level: Level, where: string, message: string, sample: Json | undefined): void {
    const key = `${where} ${message}`;
    const known = this.#observations.get(key);
    if (known) known.count += 1;
    else this.#observations.set(key, { level, where, message, sample, count: 1 });
  }

  /** Returns a finding for each kind of difference, worst first, then most frequent. */
  findings(): Finding[] {
    const observations = [...this.#observations.values()].sort(
      (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || b.count - a.count,
    );
    return observations.map(({ level, where, message, sample, count }) => ({
      level,
      audience: "callers",
      where,
      before: undefined,
      after: sample,
      witness: undefined,
      message: `${message} (seen ${count === 1 ? "once" : `${count} times`})`,
    }));
  }
}

/**
 * Returns whether a response says that the request is invalid: by code, or by the status as code (before 2026-03-06).
 */
function saysInvalid({ status, response }: Exchange): boolean {
  const { code } = objectAt(response?.body, "error");
  return (status === 400 || status === 422) && (code === status || (typeof code === "string" && INVALID.test(code)));
}

function shownType(type: string): string {
  return /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(type) ? type : "of unknown type";
}
