import type { EvoLink } from "../sdk/index.ts";
import { AbortError, ConnectionError, EvoLinkError, InvalidRequestError, OutcomeUnknownError } from "../sdk/index.ts";
import type { Task } from "../../generated/types.ts";
import {
  AuthenticationError,
  InsufficientCreditsError,
  PermissionDeniedError,
  RateLimitError,
  StatusError,
} from "../sdk/index.ts";
import type { JournalEvent } from "./entry.ts";
import type { Item } from "./items.ts";
import { PaidRequest, type PaidRequests, type Terms } from "./paid-request.ts";

/** Why a run creates no more videos, for the spending limit. */
export const LIMIT_REACHED = "the next video would pass the spending limit";

/** The result of a create request. */
export interface Created {
  /** The event to record, if any. */
  readonly event?: JournalEvent;
  /** The task, when the response was complete. */
  readonly task?: Task;
  /** Why no other video should be created now, if so. */
  readonly halt?: string;
  /** The next step for the item: follow its task, retry, or leave it for another run. */
  readonly next: "follow" | "retry" | "leave";
  /** Milliseconds before the next attempt. */
  readonly delay?: number;
  /** Why the journal failed; the run cannot continue. */
  readonly broken?: Error;
}

/** Creates a video at most once. Never rejects because of the API: the result describes its errors. */
export async function create(client: EvoLink, paidRequests: PaidRequests, item: Item, terms: Terms): Promise<Created> {
  const request = new PaidRequest(item, terms);
  try {
    const { idempotencyKey, deadline } = terms;
    const task = await paidRequests.run(request, () =>
      client.videos.generate(item.body, { idempotencyKey, signal: request.signal, deadline }),
    );
    return { event: accepted(item.key, request.attempt, task.id, task), task, next: "follow" };
  } catch (error) {
    await request.settled();
    return request.isOpen ? afterSending(item.key, request.attempt, error) : withoutSending(item.key, request, error);
  } finally {
    await request.settled();
  }
}

function accepted(
  key: string,
  attempt: number,
  taskId: string,
  task?: Task,
): JournalEvent & { readonly type: "accepted" } {
  const credits = task?.usage?.credits_reserved;
  return { type: "accepted", key, attempt, taskId, ...(typeof credits === "number" ? { credits } : {}) };
}

/** Classifies an error after the request was sent: without a proof that it was not accepted, its outcome is unknown. */
function afterSending(key: string, attempt: number, error: unknown): Created {
  const event = eventOf(key, attempt, error);
  if (event.type === "accepted") return { event, next: "follow" };
  if (event.type === "unsent") return { event, next: "leave", halt: `the API cannot be reached: ${event.message}` };
  return { event, next: "leave", ...(event.type === "refused" && error instanceof EvoLinkError ? halting(error) : {}) };
}

/** Returns the event for an error of a create request. */
export function eventOf(key: string, attempt: number, error: unknown): RequestEnd {
  const message = messageOf(error);
  if (error instanceof OutcomeUnknownError && error.taskId !== undefined) return accepted(key, attempt, error.taskId);
  if (error instanceof ConnectionError && !error.sent) return { type: "unsent", key, attempt, message };
  if (error instanceof AbortError && !error.sent) return { type: "unsent", key, attempt, message };
  const isRejected = error instanceof StatusError || error instanceof InvalidRequestError;
  return { type: isRejected ? "refused" : "unknown", key, attempt, message };
}

type RequestEnd = JournalEvent & { readonly type: "accepted" | "unsent" | "refused" | "unknown" };

/** Returns the result when nothing was sent, or when a rejected request is already recorded. */
function withoutSending(key: string, request: PaidRequest, error: unknown): Created {
  const { blocked, attempt } = request;
  if (typeof blocked === "object") return { next: "leave", broken: blocked.broken };
  if (blocked === "limit") return { next: "leave", halt: LIMIT_REACHED };
  if (blocked === "lost" || blocked === "late") return { next: "retry" };
  if (blocked === "stop" || error instanceof AbortError) return { next: "leave" };
  if (error instanceof RateLimitError) return { next: "retry", delay: restAfter(error) };
  if (error instanceof InvalidRequestError)
    return { event: { type: "refused", key, attempt, message: error.message }, next: "leave" };
  return { event: { type: "refused", key, attempt, message: messageOf(error) }, next: "leave" };
}

/**
 * Returns milliseconds to pause after the client has given up on 429 responses: as `Retry-After` says, from a second to
 * ten minutes.
 */
function restAfter({ retryAt }: RateLimitError): number {
  return Math.min(600_000, Math.max(1000, (retryAt?.getTime() ?? 0) - Date.now()));
}

/** Returns why the error would occur for every other item too, if so. */
function halting(error: EvoLinkError): Pick<Created, "halt"> {
  const forAll =
    error instanceof AuthenticationError ||
    error instanceof InsufficientCreditsError ||
    error instanceof PermissionDeniedError;
  return forAll ? { halt: error.message } : {};
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
