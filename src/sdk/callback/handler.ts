import { taskFinishedDelivery, taskStatusTerminal } from "../../../generated/constants.ts";
import type { Task } from "../../../generated/types.ts";
import { callSafely } from "../../shared/call-safely.ts";
import { findOptionProblem, RULES, type OptionRules } from "../../shared/option-rules.ts";
import { timerDelay } from "../../shared/time.ts";
import { EvoLinkError } from "../errors/errors.ts";
import { CallbackError } from "./callback-error.ts";
import { secretsOf, verifyReference, type CallbackSecret } from "./callback-url.ts";
import { createMemoryDedupStore, type DedupStore } from "./dedup-store.ts";
import { dedupeDeliveries, detailsOf, type Delivery } from "./dedupe-deliveries.ts";
import { createEventHub, type TaskUpdates } from "./event-hub.ts";
import { bodyTooLarge, readTaskId } from "./read-task-id.ts";
import type { TaskReader } from "./task-reader.ts";

/** Options of `createCallbackHandler`. */
export interface CallbackOptions {
  /** Reads the task of each delivery, because a body is not trustworthy. */
  readonly client: TaskReader;
  /** The secret that was given to `callbackUrl`; a list while one replaces another. */
  readonly secret: CallbackSecret;
  /**
   * Called with a finished task as the API returns it (never as the body says), and with the reference that was given
   * to `callbackUrl`. A returned promise is awaited. Normally called once per task and reference. It is called again
   * after it failed, and possibly after a process died or `dedupStore` forgot, so make it idempotent. Whoever knows one
   * URL can name another task of your account. If that matters, compare `task.id` with the id that you stored for the
   * reference.
   */
  readonly onTask: (task: Task, reference: string) => unknown;
  /**
   * Remembers the deliveries that were handled.
   *
   * @default A store that holds the last 10,000 deliveries of this process.
   */
  readonly dedupStore?: DedupStore | undefined;
  /**
   * Called with the error of each rejected delivery. What it throws, or rejects with, is ignored: the response must not
   * depend on a log.
   *
   * @default none
   */
  readonly onError?: ((error: CallbackError) => unknown) | undefined;
  /**
   * Largest body in bytes, counted as it arrives.
   *
   * @default 65_536
   */
  readonly maxBytes?: number | undefined;
  /**
   * Milliseconds until the response is sent at the latest.
   *
   * @default 8_000, which is 2 seconds less than the vendor waits
   */
  readonly answerWithin?: number | undefined;
}

/** Responds to deliveries. Also the `callbacks` of `tasks.wait`. */
export interface CallbackHandler extends TaskUpdates {
  /**
   * Responds to one delivery. Never rejects.
   *
   * @example
   * ```ts
   * const response = await handler(request);
   * ```
   */
  (request: Request): Promise<Response>;
}

const OPTION_RULES: OptionRules<CallbackOptions> = {
  client: RULES.taskReader,
  secret: RULES.any,
  onTask: RULES.callback,
  dedupStore: RULES.any,
  onError: RULES.callback,
  maxBytes: RULES.positive,
  answerWithin: RULES.positive,
};

/**
 * Creates a receiver of callbacks for every runtime with `Request` and Web Crypto. It responds 200 for a task that
 * `onTask` has handled, now or earlier, otherwise with the status of a `CallbackError`. The body is read only after the
 * token is verified, and only its task id is used: the task is read with `client.tasks.get`, and only a terminal one is
 * passed on, so an old body cannot bring back an old state. When `onTask` is not done in time, it continues while
 * the response is 503; the vendor's retry joins it.
 *
 * @throws {EvoLinkError} when an option is unknown or unusable, or a secret has fewer than 16 characters.
 * @example
 * ```ts
 * const handler = createCallbackHandler({ client, secret, onTask: (task, reference) => save(task, reference) });
 * export const POST = (request: Request) => handler(request);
 * ```
 */
export function createCallbackHandler(options: CallbackOptions): CallbackHandler {
  assertOptions(options);
  const { maxBytes = 65_536, answerWithin = (taskFinishedDelivery.timeout_seconds - 2) * 1000 } = options;
  const secrets = secretsOf(options.secret);
  const report = createReporter(options.onError);
  const { subscribe, publish } = createEventHub();
  const handleOnce = dedupeDeliveries(options.dedupStore ?? createMemoryDedupStore(), async (delivery) => {
    const task = await readFinishedTask(options.client, delivery);
    publish(task);
    await callOnTask(task, delivery, options.onTask);
  });

  async function receive(request: Request, signal: AbortSignal): Promise<Response> {
    const reference = await verifyRequest(request, secrets, maxBytes);
    const id = await readTaskId(request, maxBytes, signal);
    await handleOnce({ id, reference, signal });
    return new Response();
  }

  async function respond(request: Request): Promise<Response> {
    const controller = new AbortController();
    const { signal } = controller;
    const tooSlow = new Promise<Response>((resolve) => {
      signal.addEventListener("abort", () => resolve(errorResponse(report(signal.reason))));
    });
    const stop = (): void => controller.abort(new CallbackError("too_slow", `Not done within ${answerWithin} ms.`));
    const timer = setTimeout(stop, timerDelay(answerWithin));
    const response = receive(request, signal).catch((error: unknown) => errorResponse(report(error)));
    return Promise.race([response, tooSlow]).finally(() => clearTimeout(timer));
  }
  return Object.assign(respond, { subscribe });
}

function assertOptions(options: object): void {
  const problem = findOptionProblem(options, OPTION_RULES);
  if (problem !== undefined) throw new EvoLinkError(`Callback: ${problem}`);
  for (const name of ["client", "onTask"] as const) {
    if (Reflect.get(options, name) === undefined) throw new EvoLinkError(`Callback: ${name} is required.`);
  }
}

/** Returns the verified reference of a request whose body may be read. */
async function verifyRequest(request: Request, secrets: readonly string[], maxBytes: number): Promise<string> {
  if (request.method !== "POST") throw new CallbackError("method", "The request is not a POST.");
  if (Number(request.headers.get("content-length")) > maxBytes) throw bodyTooLarge(maxBytes);
  const [mediaType = ""] = (request.headers.get("content-type") ?? "").split(";");
  if (mediaType.trim().toLowerCase() !== "application/json")
    throw new CallbackError("content_type", "The content type is not application/json.");
  const reference = await verifyReference(request.url, secrets);
  if (reference === undefined) throw new CallbackError("token", "The token is missing or not valid.");
  return reference;
}

/** Reads the task from the API. Throws a `CallbackError` unless it is terminal. */
async function readFinishedTask(client: TaskReader, delivery: Delivery): Promise<Task> {
  const task = await readTask(client, delivery);
  delivery.signal.throwIfAborted();
  if (task.id !== delivery.id)
    throw new CallbackError("unconfirmed", "The API returned another task.", detailsOf(delivery));
  if (taskStatusTerminal.some((status) => status === task.status)) return task;
  throw new CallbackError("not_finished", `According to the API the task is ${task.status}.`, detailsOf(delivery));
}

async function readTask(client: TaskReader, delivery: Delivery): Promise<Task> {
  try {
    return await client.tasks.get(delivery.id, { signal: delivery.signal });
  } catch (cause) {
    delivery.signal.throwIfAborted();
    const details = { ...detailsOf(delivery), cause };
    if (isClientError(cause)) throw new CallbackError("unknown_task", "The API does not show this task.", details);
    throw new CallbackError("unconfirmed", "The API could not be asked.", details);
  }
}

function isClientError(error: unknown): boolean {
  const status: unknown = error instanceof Error ? Reflect.get(error, "status") : undefined;
  return status === 400 || status === 403 || status === 404;
}

async function callOnTask(task: Task, delivery: Delivery, onTask: CallbackOptions["onTask"]): Promise<void> {
  try {
    await onTask(task, delivery.reference);
  } catch (cause) {
    throw new CallbackError("on_task", "onTask threw.", { ...detailsOf(delivery), cause });
  }
}

/** Reports each error once, even when several deliveries share it. */
function createReporter(onError: CallbackOptions["onError"]): (error: unknown) => CallbackError {
  const reported = new WeakSet<CallbackError>();
  return (thrown) => {
    const error =
      thrown instanceof CallbackError
        ? thrown
        : new CallbackError("unconfirmed", "The delivery could not be checked.", { cause: thrown });
    if (reported.has(error)) return error;
    reported.add(error);
    callSafely(
      () => onError?.(error),
      () => undefined,
    );
    return error;
  };
}

function errorResponse({ reason, status }: CallbackError): Response {
  return Response.json({ reason }, { status, headers: status === 405 ? { allow: "POST" } : {} });
}
