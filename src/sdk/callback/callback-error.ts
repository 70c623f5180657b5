import { EvoLinkError } from "../errors.ts";

/** Each reason with the HTTP status that answers the delivery. Every one outside 2xx makes the vendor repeat it. */
const STATUS = {
  /** Not a POST. */
  method: 405,
  /** No token that one of the secrets made for this reference. 404, because a 401 owes a challenge (RFC 9110, section 15.5.2) and there is none to give. */
  token: 404,
  /** The body is larger than `maxBytes`. */
  too_large: 413,
  /** The body is not declared as JSON. */
  content_type: 415,
  /** The body cannot be read, is no JSON or no task. */
  body: 400,
  /** The API refuses to show the task: there is none of this id, or it is another user's. */
  unknown_task: 422,
  /** The API could not be asked, or gave no answer that confirms the task. */
  unconfirmed: 503,
  /** The API says that the task is not finished yet. */
  not_finished: 503,
  /** Another process is at work on the same delivery. */
  busy: 503,
  /** The time to answer was over. An `onTask` that had begun goes on, and the repetition learns how it ended. */
  too_slow: 503,
  /** `seen` failed. */
  seen: 503,
  /** `onTask` threw. The repetition calls it again. */
  on_task: 500,
} as const;

/** Why a delivery was not taken. */
export type CallbackReason = keyof typeof STATUS;

/** What is known of a refused delivery besides its reason. */
export interface CallbackDetails {
  readonly cause?: unknown;
  readonly taskId?: string | undefined;
  readonly reference?: string | undefined;
}

/** A delivery that was not taken. It carries neither the URL nor the token nor a secret. */
export class CallbackError extends EvoLinkError {
  override readonly name = "CallbackError";
  readonly reason: CallbackReason;
  /** The HTTP status that was answered. */
  declare readonly status: number;
  /** The reference that was given to `callbackUrl`, once the token proved it. */
  readonly reference: string | undefined;

  constructor(reason: CallbackReason, message: string, { taskId, reference, ...rest }: CallbackDetails = {}) {
    super(message, { ...rest, status: STATUS[reason] });
    this.reason = reason;
    // Proven only if the reason is `on_task`: until then it is what the body claims.
    if (taskId !== undefined) this.taskId = taskId;
    this.reference = reference;
  }
}
