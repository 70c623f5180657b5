import type { ErrorEnvelope, VideoGenerationRequest } from "../../../generated/types.ts";
import { validateErrorEnvelope } from "../../../generated/validators/ErrorEnvelope.js";
import { validateTaskId } from "../../../generated/validators/TaskId.js";
import {
  AbortError,
  ConnectionError,
  OutcomeUnknownError,
  statusErrorClass,
  UnexpectedAnswerError,
  type EvoLinkError,
  type EvoLinkErrorDetails,
} from "../errors/errors.ts";
import { isObject } from "../../shared/json.ts";
import { withoutNulls } from "../validation/without-nulls.ts";
import { retryAfter } from "./retry-after.ts";
import type { AttemptResult, FailedAttempt, ReceivedResponse } from "./send-once.ts";

/** An attempt after which a create request may have been accepted. */
export interface UncertainAttempt {
  readonly result: AttemptResult;
  /** The id of the task, where one could be read. */
  readonly taskId: string | undefined;
}

/** A call that failed. */
export interface FailedCall {
  /** Method and URL, without a query. */
  readonly name: string;
  /** The body of a create request, without the API key; undefined for a request that costs nothing. */
  readonly request: VideoGenerationRequest | undefined;
  readonly result: AttemptResult;
  readonly uncertain: UncertainAttempt | undefined;
  /** What to do about it, where the client knows. */
  readonly hint: string | undefined;
}

/** Creates the error of a call that failed. */
export function createError({ name, request, result, uncertain, hint }: FailedCall): EvoLinkError {
  // The possible effect of an earlier attempt takes precedence over the failure of the last one.
  const reported = result.kind === "aborted" ? result : (uncertain?.result ?? result);
  const details = detailsOf(reported, uncertain?.taskId);
  const advice = uncertain && adviceFor(uncertain);
  const suffix = advice ?? hint;
  const message = `${name}: ${describe(reported)}${suffix === undefined ? "" : ` (${suffix})`}`;
  if (reported.kind === "aborted")
    return new AbortError(message, { ...details, sent: reported.sent || !!uncertain, advice });
  if (request && advice !== undefined) return new OutcomeUnknownError(message, { ...details, request, advice });
  if (reported.kind !== "response") return new ConnectionError(message, { ...details, sent: reported.sent });
  if (reported.status < 400) return new UnexpectedAnswerError(message, details);
  const { code, type } = envelopeOf(reported)?.error ?? {};
  return new (statusErrorClass(reported.status))(message, { ...details, code, type, retryAt: retryAtOf(reported) });
}

function adviceFor({ taskId }: UncertainAttempt): string {
  return taskId === undefined
    ? "it may have been accepted and charged: check GET /v1/credits before creating again"
    : `the task ${taskId} was created and charged: wait for it instead of creating again`;
}

/** Characters of a body that an error keeps. */
const MAX_TEXT = 65_536;

function detailsOf(result: AttemptResult, taskId: string | undefined): EvoLinkErrorDetails {
  return {
    taskId,
    status: result.status === 0 ? undefined : result.status,
    requestId: result.requestId,
    headers: result.headers,
    text: result.text.slice(0, MAX_TEXT),
    body: result.kind === "response" ? envelopeOf(result) : undefined,
    cause: result.kind === "response" ? undefined : result.cause,
  };
}

/** Returns the body as the vendor's error envelope, without its members that are null; undefined if it is none. */
function envelopeOf({ data }: ReceivedResponse): ErrorEnvelope | undefined {
  const body = isObject(data) ? withoutNulls(data) : data;
  return validateErrorEnvelope(body) ? body : undefined;
}

function retryAtOf({ headers }: ReceivedResponse): Date | undefined {
  const delay = retryAfter(headers);
  return delay === undefined ? undefined : new Date(Date.now() + delay);
}

/** Describes in one line how an attempt failed. */
export function describe(result: AttemptResult): string {
  if (result.kind !== "response") return describeFailure(result);
  const { status, text } = result;
  const { code, message = excerpt(text) } = envelopeOf(result)?.error ?? {};
  const what = status < 400 ? `${status} with an invalid body` : [status, code].filter(Boolean).join(" ");
  return `${what}: ${message}`;
}

function describeFailure({ kind, cause }: FailedAttempt): string {
  if (!(cause instanceof Error)) return `${kind}: ${String(cause)}`;
  const reason = innermostCause(cause);
  return `${kind}: ${cause.message}${reason === cause ? "" : ` (${reason.message})`}`;
}

/** Returns the root cause: messages such as `fetch failed` and `Request was cancelled` explain nothing. */
function innermostCause(error: Error, depth = 0): Error {
  return error.cause instanceof Error && depth < 10 ? innermostCause(error.cause, depth + 1) : error;
}

/** Returns the first words of a body in one line, without the tags of a page. */
function excerpt(text: string): string {
  const words = text
    .slice(0, 4000)
    .replace(/(<(style|script)[^]*?<\/\2>|<[^>]*>|\s)+/g, " ")
    .trim()
    .slice(0, 200);
  return words === "" ? "no text" : words;
}

/** Returns a task id from what came of a response, even if it was cut off. */
export function findTaskId({ text }: AttemptResult): string | undefined {
  const members = [...text.matchAll(/"(?:task_)?id"\s*:\s*"([^"\\]+)"/g)];
  return members.map(([, id]) => id).find((id) => validateTaskId(id));
}
