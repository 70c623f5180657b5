import type { ErrorEnvelope, VideoGenerationRequest } from "../../../generated/types.ts";
import { errorEnvelopeSchema, taskIdSchema } from "../../../generated/schemas.ts";
import type { Outcome } from "./send-once.ts";
import {
  AbortError,
  ConnectionError,
  OutcomeUnknownError,
  UnexpectedAnswerError,
  type EvoLinkError,
} from "../errors.ts";
import { retryAtOf } from "./retry-policy.ts";
import { OtherStatusError, ServerError, STATUS_ERRORS } from "../status-errors.ts";
import { validate } from "../validation/validate.ts";

/** A paid request that may have been accepted. */
export interface Risk {
  /** Its body, as JSON. */
  readonly paid: string;
  /** The id of its task, where one could be read. */
  readonly taskId: string | undefined;
}

/** The error for an outcome that ends a request, `name` its method and URL without a query. */
export function failure(name: string, outcome: Outcome, risk?: Risk): EvoLinkError {
  const { kind, cause, status, headers, requestId, text, data } = outcome;
  const body = validate(errorEnvelopeSchema, data).length > 0 ? undefined : (data as ErrorEnvelope);
  const { code, type, message = excerpt(text) } = body?.error ?? {};
  const surprise = status < 400 ? "not what the contract says" : undefined;
  const story =
    kind === "answer" ? `${[status, surprise, code].filter(Boolean).join(" ")}: ${message}` : reasonOf(outcome);
  // What a paid request without an answer may have done, and what to do next.
  const advice =
    risk &&
    (risk.taskId
      ? `the task ${risk.taskId} was created and is paid for: wait for it instead of creating again`
      : "it may have been accepted and charged: see GET /v1/credits before creating again");
  const request = risk && (JSON.parse(risk.paid) as VideoGenerationRequest);
  const Refused = STATUS_ERRORS[status] ?? (status < 500 ? OtherStatusError : ServerError);
  const Certain = kind !== "answer" ? ConnectionError : status < 400 ? UnexpectedAnswerError : Refused;
  const Class = kind === "aborted" ? AbortError : risk ? OutcomeUnknownError : Certain;
  return new Class(`${name}: ${story}${advice ? ` (${advice})` : ""}`, {
    status: status || undefined,
    requestId,
    code,
    type,
    retryAt: retryAtOf(outcome),
    sent: outcome.sent || !!risk,
    advice,
    taskId: risk?.taskId,
    cause,
    headers,
    text,
    body,
    request,
  });
}

/** The first words of a body in one line, without the tags of a page. */
function excerpt(text: string): string {
  return (
    text
      .slice(0, 4000)
      .replace(/(<(style|script)[^]*?<\/\2>|<[^>]*>|\s)+/g, " ")
      .trim()
      .slice(0, 200) || "no text"
  );
}

/** Why there is no whole answer. */
export function reasonOf({ kind, cause }: Outcome): string {
  const { message = String(cause), cause: inner } = Object(cause) as Partial<Error>;
  return `${kind}: ${message}${inner instanceof Error ? ` (${inner.message})` : ""}`;
}

/** A task id in what came of an answer, be it cut off. */
export function taskIdIn({ text }: Outcome): string | undefined {
  return [...text.matchAll(/"id"\s*:\s*"([^"\\]+)"/g)].find(([, id]) => validate(taskIdSchema, id).length === 0)?.[1];
}
