import { EvoLinkError } from "../errors/errors.ts";

/** The HTTP status of each reason. Every status outside 2xx makes the vendor retry the delivery. */
const STATUS = {
  /** The request is not a POST. */
  method: 405,
  /**
   * No secret made this token for this reference. 404, because a 401 requires a challenge (RFC 9110, section 15.5.2).
   */
  token: 404,
  /** The body is larger than `maxBytes`. */
  too_large: 413,
  /** The content type is not JSON. */
  content_type: 415,
  /** The body cannot be read, is not JSON or not a task. */
  body: 400,
  /** The API does not return the task: it does not exist, or it belongs to another user. */
  unknown_task: 422,
  /** The API could not be reached, or its response does not confirm the task. */
  unconfirmed: 503,
  /** According to the API the task is not finished yet. */
  not_finished: 503,
  /** Another process handles the same delivery. */
  busy: 503,
  /** `answerWithin` is over. An `onTask` that has started continues; the vendor's retry gets its outcome. */
  too_slow: 503,
  /** `dedupStore` failed. */
  dedup_store: 503,
  /** `onTask` failed. The vendor's retry calls it again. */
  on_task: 500,
} as const;

/** Why a delivery was rejected. */
export type CallbackReason = keyof typeof STATUS;

/** Details of a rejected delivery besides its reason. */
export interface CallbackErrorDetails {
  /** Why it was rejected, if something else was thrown. */
  readonly cause?: unknown;
  /** Id of the task, according to the body. */
  readonly taskId?: string | undefined;
  /** The reference that the token proves. */
  readonly reference?: string | undefined;
}

/**
 * Describes why a delivery was rejected. The error contains neither the URL nor the token nor a secret. Its `taskId`
 * comes from the body; only for the reason `on_task` has the API confirmed it.
 *
 * @example
 * ```ts
 * const onError = (error: CallbackError) => console.warn("callback rejected:", error.reason, error.reference);
 * const handler = createCallbackHandler({ client, secret, onTask: save, onError });
 * ```
 */
export class CallbackError extends EvoLinkError {
  override readonly name = "CallbackError";
  /** Why the delivery was rejected. */
  readonly reason: CallbackReason;
  /** The HTTP status of the response to the vendor. */
  override readonly status: number;
  /** The reference that was given to `callbackUrl`; undefined until the token proves it. */
  readonly reference: string | undefined;

  constructor(reason: CallbackReason, message: string, { cause, taskId, reference }: CallbackErrorDetails = {}) {
    super(message, { cause, taskId, status: STATUS[reason] });
    this.reason = reason;
    this.status = STATUS[reason];
    this.reference = reference;
  }
}
