import type { ErrorEnvelope, VideoGenerationRequest } from "../generated/types.ts";
import * as ErrorEnvelopeSchema from "../generated/validators/ErrorEnvelope.js";
import * as TaskIdSchema from "../generated/validators/TaskId.js";
import type { Tried } from "./attempt.ts";
import { AbortError, ConnectionError, EvoLinkError, OutcomeUnknownError, UnexpectedAnswerError, type Details } from "./errors.ts";
import type { Redact } from "./redact.ts";
import { retryAtOf } from "./retry.ts";
import { RateLimitError, statusError } from "./status-errors.ts";

/** A request that failed, as far as its error has to tell of it. */
export interface Failed {
  /** Method and URL, without a query. */
  readonly name: string;
  /** The body of a paid request. */
  readonly paid: VideoGenerationRequest | undefined;
  readonly redact: Redact;
}

/** The error for a request whose outcome is certain: refused, or never sent, or costing nothing. */
export function failure({ name, redact }: Failed, outcome: Tried): EvoLinkError {
  const details = detailsOf(outcome, redact);
  if (outcome.kind !== "answer") {
    const sent = outcome.kind === "lost";
    return new ConnectionError(`${name}: ${sent ? "no whole answer came" : "not sent"}: ${reasonOf(outcome.cause, redact)}`, sent, details);
  }
  const { status } = outcome;
  if (status < 400) return new UnexpectedAnswerError(`${name}: ${unexpected(status)}: ${excerpt(details.text)}`, details);
  const { code, message } = details.body?.error ?? { code: undefined, message: excerpt(details.text) };
  const error = statusError(status, `${name}: ${String(status)}${code === undefined ? "" : ` ${String(code)}`}: ${message}`, details);
  const retryAt = error instanceof RateLimitError ? retryAtOf(outcome.headers, Date.now()) : undefined;
  if (retryAt !== undefined) Object.assign(error, { retryAt });
  return error;
}

/** The error for a paid request that may have been accepted. */
export function outcomeUnknown({ name, redact }: Failed, paid: VideoGenerationRequest, outcome: Tried): EvoLinkError {
  const details = detailsOf(outcome, redact);
  const what =
    outcome.kind !== "answer"
      ? `no whole answer came: ${reasonOf(outcome.cause, redact)}`
      : `${outcome.status < 400 ? unexpected(outcome.status) : String(outcome.status)}: ${excerpt(details.text)}`;
  return new OutcomeUnknownError(`${name}: ${what}`, paid, taskIdIn(details.text), details);
}

/** The error for a request that the caller ended. */
export function aborted({ name, paid, redact }: Failed, cause: unknown, sent: boolean): AbortError {
  const risk = sent && paid !== undefined ? "; it was sent, so a task may exist: look at your tasks before creating again" : "";
  return new AbortError(`${name}: aborted${risk}`, sent, redact.error(cause));
}

/** The error for a request that could not be built, from a header that HTTP forbids for example. Nothing was sent. */
export function unbuilt({ name, redact }: Failed, cause: unknown): EvoLinkError {
  return new EvoLinkError(`${name}: could not be built: ${reasonOf(cause, redact)}`, { cause: redact.error(cause) });
}

function detailsOf(outcome: Tried, redact: Redact): Details {
  const cause = outcome.kind === "answer" ? {} : { cause: redact.error(outcome.cause) };
  if (outcome.kind === "unsent" || outcome.headers === undefined) return cause;
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
function taskIdIn(text = ""): string | undefined {
  const ids = [...text.matchAll(/"id"\s*:\s*"([^"\\]+)"/g)].map(([, id]) => id);
  return ids.find((id) => TaskIdSchema.validate(id));
}

const unexpected = (status: number): string =>
  status >= 300 || status === 0 ? `${String(status)}, a redirect, which is not followed` : `${String(status)} with a body that the contract does not know`;

const excerpt = (text = ""): string => (text === "" ? "no body" : text.length > 200 ? `${text.slice(0, 200)}…` : text);

/** What a runtime says went wrong, without the key. */
export function reasonOf(cause: unknown, redact: Redact): string {
  if (!(cause instanceof Error)) return redact.text(String(cause));
  const inner = cause.cause instanceof Error && cause.cause.message !== "" ? ` (${cause.cause.message})` : "";
  return redact.text(`${cause.message}${inner}`);
}
