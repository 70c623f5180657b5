import { taskFinishedDelivery, taskStatusTerminal } from "../../../generated/constants.ts";
import type { Task } from "../../../generated/types.ts";
import type { TaskReader } from "./task-reader.ts";
import { taskIdIn, tooLarge } from "./body.ts";
import { CallbackError } from "./error.ts";
import { createNewsDesk, type TaskNews } from "./news.ts";
import { known, onceAtATime, type Delivery } from "./once.ts";
import { seenInThisProcess, type Seen } from "./seen.ts";
import { provenReference, secretsOf, type CallbackSecret } from "./url.ts";

/** Options of `createCallbackHandler`. */
export interface CallbackOptions {
  /** Asked for every task, because a body proves nothing. */
  readonly client: TaskReader;
  /** What `callbackUrl` signed with; a list while one secret replaces another. */
  readonly secret: CallbackSecret;
  /**
   * Called with a finished task as the API answers it (never as the body says), and the reference that was given to `callbackUrl`.
   * Normally called once for a task and reference. It is called again when it threw, and may be when a process died or
   * `seen` forgot: let it bear repetition. Whoever knows one URL can name another task of your account, so when that
   * matters, compare `task.id` with the id that you kept for the reference.
   */
  readonly onTask: (task: Task, reference: string) => unknown;
  /** Where handled deliveries are remembered. Default: the last 10,000, in this process. */
  readonly seen?: Seen | undefined;
  /** Told of every delivery that is not taken. What it throws is dropped. */
  readonly onError?: ((error: CallbackError) => void) | undefined;
  /** Largest body in bytes, counted as it arrives. Default 65,536. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds until the answer at the latest. Default: 2 seconds before the vendor's limit, so 8,000. */
  readonly answerWithin?: number | undefined;
}

/** Answers deliveries; also the `callbacks` of `tasks.wait`. */
export interface CallbackHandler extends TaskNews {
  /** Answers one delivery. Never rejects. */
  (request: Request): Promise<Response>;
}

/**
 * Makes the receiver of callbacks, for every runtime with `Request` and Web Crypto. It answers 200 for a task that `onTask` has
 * handled, now or before, else the status of a `CallbackError`. Nothing is read before the token is proven, and nothing in
 * the body is believed: the task is read with `client.tasks.get`, and only a terminal one is handed on, so that an old body
 * cannot bring back an old state. An `onTask` that is not done in time goes on while the answer is 503; the repetition joins it.
 *
 * Throws a `TypeError` when a secret has less than 16 characters.
 */
export function createCallbackHandler(options: CallbackOptions): CallbackHandler {
  const { maxBytes = 65_536, answerWithin = (taskFinishedDelivery.timeout_seconds - 2) * 1000 } = options;
  const secrets = secretsOf(options.secret);
  const report = reporter(options.onError);
  const { subscribe, publish } = createNewsDesk();
  const handleOnce = onceAtATime(options.seen ?? seenInThisProcess(), async (delivery) => {
    const task = await confirmed(options.client, delivery);
    publish(task);
    await handedOn(task, delivery, options.onTask);
  });

  async function receive(request: Request, signal: AbortSignal): Promise<Response> {
    const reference = await admitted(request, secrets, maxBytes);
    const id = await taskIdIn(request, maxBytes, signal);
    await handleOnce({ id, reference, signal });
    return new Response();
  }

  async function answer(request: Request): Promise<Response> {
    const time = new AbortController();
    const late = new Promise<Response>((resolve) => {
      time.signal.addEventListener("abort", () => resolve(refusal(report(time.signal.reason))));
    });
    const timer = setTimeout(
      () => time.abort(new CallbackError("too_slow", `Not done within ${answerWithin} ms.`)),
      answerWithin,
    );
    const work = receive(request, time.signal).catch((error: unknown) => refusal(report(error)));
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }
  return Object.assign(answer, { subscribe });
}

/** The proven reference of a request that may be read. */
async function admitted(request: Request, secrets: readonly string[], maxBytes: number): Promise<string> {
  if (request.method !== "POST") throw new CallbackError("method", "Not a POST.");
  if (Number(request.headers.get("content-length")) > maxBytes) throw tooLarge(maxBytes);
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
    throw new CallbackError("content_type", "Not JSON.");
  const reference = await provenReference(request.url, secrets);
  if (reference === undefined) throw new CallbackError("token", "No valid token.");
  return reference;
}

/** The task as the API answers it, if it is terminal. */
async function confirmed(client: TaskReader, delivery: Delivery): Promise<Task> {
  const { id, signal } = delivery;
  const task = await asked(client, delivery);
  signal.throwIfAborted();
  if (task.id !== id) throw new CallbackError("unconfirmed", "The API answered another task.", known(delivery));
  if (taskStatusTerminal.some((status) => status === task.status)) return task;
  throw new CallbackError("not_finished", `The API says that the task is ${task.status}.`, known(delivery));
}

async function asked(client: TaskReader, delivery: Delivery): Promise<Task> {
  try {
    return await client.tasks.get(delivery.id, { signal: delivery.signal });
  } catch (cause) {
    delivery.signal.throwIfAborted();
    const { status } = (cause ?? {}) as { readonly status?: unknown };
    const refused = status === 400 || status === 403 || status === 404;
    const details = { ...known(delivery), cause };
    if (refused) throw new CallbackError("unknown_task", "The API does not show this task.", details);
    throw new CallbackError("unconfirmed", "The API could not be asked.", details);
  }
}

async function handedOn(task: Task, delivery: Delivery, onTask: CallbackOptions["onTask"]): Promise<void> {
  try {
    await onTask(task, delivery.reference);
  } catch (cause) {
    throw new CallbackError("on_task", "onTask threw.", { ...known(delivery), cause });
  }
}

/** Reports each error once, though several deliveries may share it. */
function reporter(onError: CallbackOptions["onError"]): (error: unknown) => CallbackError {
  const reported = new WeakSet<CallbackError>();
  return (thrown) => {
    const error =
      thrown instanceof CallbackError
        ? thrown
        : new CallbackError("unconfirmed", "The delivery could not be checked.", { cause: thrown });
    if (!reported.has(error)) {
      reported.add(error);
      try {
        onError?.(error);
      } catch {
        // The answer to the vendor must not depend on a log.
      }
    }
    return error;
  };
}

function refusal({ reason, status }: CallbackError): Response {
  return Response.json({ reason }, { status, headers: status === 405 ? { allow: "POST" } : {} });
}
