import type { ErrorEnvelope, VideoGenerationRequest } from "../generated/types.ts";
import * as ErrorEnvelopeSchema from "../generated/validators/ErrorEnvelope.js";
import * as TaskIdSchema from "../generated/validators/TaskId.js";
import type { Outcome, Tried } from "./attempt.ts";
import { AbortError, ConnectionError, EvoLinkError, OutcomeUnknownError, sentence, UnexpectedAnswerError, type Details } from "./errors.ts";
import type { Redact } from "./redact.ts";
import { retryAtOf } from "./retry.ts";
import { statusError } from "./status-errors.ts";

/** A request, as far as an error has to tell of it. */
export interface Asked {
  /** Method and URL, without a query. */
  readonly name: string;
  /** The body as it is sent, when the request costs money. */
  readonly paid?: string;
}

/** The error for a request whose outcome is certain: refused, or never sent, or costing nothing. */
export function failure({ name }: Asked, outcome: Tried, redact: Redact): EvoLinkError {
  const details = detailsOf(outcome, redact);
  const message = `${name}: ${story(outcome, details, redact)}`;
  if (outcome.kind !== "answer") return new ConnectionError(message, outcome.kind === "lost", details);
  if (outcome.status < 400) return new UnexpectedAnswerError(message, details);
  return statusError(outcome.status, message, details, retryAtOf(outcome.headers, Date.now()));
}

/** The error for a paid request that may have been accepted. */
export function outcomeUnknown({ name }: Asked, paid: string, outcome: Tried, taskId: string | undefined, redact: Redact): EvoLinkError {
  const details = detailsOf(outcome, redact);
  const request = JSON.parse(paid) as VideoGenerationRequest;
  const [state, advice] = riskOf(taskId);
  const message = `${sentence(`${name}: ${story(outcome, details, redact)}`)} ${state}${advice}`;
  return new OutcomeUnknownError(message, advice, request, { ...details, taskId });
}

/** The error for a request that the caller ended, with the id of the task where one is known. */
export function aborted({ name, paid }: Asked, cause: unknown, sent: boolean, taskId: string | undefined, redact: Redact): AbortError {
  const isRisky = sent && paid !== undefined;
  const message = `${name}: aborted${isRisky ? `. ${riskOf(taskId).join("")}` : ""}`;
  return new AbortError(message, sent, redact.error(cause), isRisky ? taskId : undefined);
}

/** What a paid request without an answer may have done, and what to do next. */
function riskOf(taskId: string | undefined): readonly [state: string, advice: string] {
  return taskId === undefined
    ? ["The video may have been accepted and charged. ", "The API lists no tasks: before creating again, see from GET /v1/credits whether it was charged."]
    : ["", `The task ${taskId} was created and is paid for: wait for it instead of creating again.`];
}

/** The error for a request that could not be built, from a header that HTTP forbids for example. Nothing was sent. */
export function unbuilt({ name }: Asked, cause: unknown, redact: Redact): EvoLinkError {
  return new EvoLinkError(`${name}: could not be built: ${reasonOf(cause, redact)}`, { cause: redact.error(cause) });
}

/** Why there is no whole answer, without the key. */
export function noAnswer({ kind, cause }: Exclude<Tried, { kind: "answer" }>, redact: Redact): string {
  return `${kind === "unsent" ? "not sent" : "no whole answer came"}: ${reasonOf(cause, redact)}`;
}

/** What happened, in words. */
function story(outcome: Tried, { text, body }: Details, redact: Redact): string {
  if (outcome.kind !== "answer") return noAnswer(outcome, redact);
  const { status } = outcome;
  if (body !== undefined) return `${[status, body.error.code].join(" ").trimEnd()}: ${body.error.message}`;
  const kind = status >= 400 ? "" : status >= 200 && status < 300 ? " with a body that the contract does not know" : ", a redirect, which is not followed";
  return `${String(status)}${kind}: ${excerptOf(text)}`;
}

/** So much of a body is looked at for an excerpt of it, which is at most so long. */
const LOOKED_AT = 4000;
const QUOTED = 200;

/** A body in one line: the title of a page, else its first words, else the text as it begins. */
function excerptOf(text = ""): string {
  const start = text.slice(0, LOOKED_AT).trim();
  if (start === "") return "no body";
  if (!start.startsWith("<")) return short(start, text.length > LOOKED_AT);
  const [, title = ""] = /<title[^>]*>([^<]*)/i.exec(start) ?? [];
  if (title.trim() !== "") return short(title);
  return short(start.replace(/<(style|script).*?(<\/\1>|$)|<[^>]*(>|$)/gis, " "), text.length > LOOKED_AT) || "a page without words";
}

/** A text in one line, with an ellipsis when it was or is cut off. */
function short(text: string, wasCut = false): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line !== "" && (wasCut || line.length > QUOTED) ? `${line.slice(0, QUOTED).trimEnd()}…` : line;
}

function detailsOf(outcome: Tried, redact: Redact): Details {
  const cause = outcome.kind === "answer" ? {} : { cause: redact.error(outcome.cause) };
  if (outcome.headers === undefined) return cause;
  const { status, headers } = outcome;
  const text = redact.text(outcome.text ?? "");
  return { ...cause, status, headers, text, requestId: requestIdOf(headers), body: envelopeIn(text) };
}

/** The vendor's id of a request, from the headers of its answer. */
export function requestIdOf(headers: Headers): string | undefined {
  return headers.get("x-request-id") ?? headers.get("x-oneapi-request-id") ?? undefined;
}

/** The JSON value of a text; undefined when it is not JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function envelopeIn(text: string): ErrorEnvelope | undefined {
  const body = jsonOf(text);
  return ErrorEnvelopeSchema.validate(body) ? body : undefined;
}

/** A task id in what came of an answer, be it cut off. */
export function taskIdIn({ text = "" }: Exclude<Outcome, { kind: "invalid" }>, redact: Redact): string | undefined {
  const ids = [...redact.text(text).matchAll(/"id"\s*:\s*"([^"\\]+)"/g)].map(([, id]) => id);
  return ids.find((id) => TaskIdSchema.validate(id));
}

function reasonOf(cause: unknown, redact: Redact): string {
  if (!(cause instanceof Error)) return redact.text(String(cause));
  const inner = cause.cause instanceof Error && cause.cause.message !== "" ? ` (${cause.cause.message})` : "";
  return redact.text(`${cause.message}${inner}`);
}
