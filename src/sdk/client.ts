import { createVideoGeneration, getCredits, getTask, type EvoLinkClient } from "../../generated/client.ts";
import type { Credits, Task, VideoGenerationRequest } from "../../generated/types.ts";
import { abortable } from "../shared/abortable.ts";
import { toApiPromise } from "./api-promise.ts";
import { assertOptions, CREATE_OPTIONS, CREATED_OPTIONS, REQUEST_OPTIONS, WAIT_OPTIONS } from "./assert-options.ts";
import { createFetchClient, createContext, type ClientContext } from "./context.ts";
import { EvoLinkError } from "./errors/errors.ts";
import { callInit, type Call } from "./http/call.ts";
import { redactErrors } from "./http/redact-errors.ts";
import { CREDITS_BODY, TASK_BODY } from "./http/response-body.ts";
import { retryingFetch } from "./http/retrying-fetch.ts";
import { successOf } from "./http/success-of.ts";
import type {
  ApiPromise,
  ClientOptions,
  CompletedTask,
  CreateOptions,
  GenerateAndWaitOptions,
  RequestOptions,
  WaitOptions,
  WithResponse,
} from "./options.ts";
import { waitForTask, type TaskPoller } from "./polling/wait.ts";
import { createIdempotencyGuard } from "./validation/idempotency-keys.ts";
import { serializeRequest } from "./validation/serialize-request.ts";
import { assertTaskId } from "./validation/task-id.ts";

/**
 * Calls EvoLink's video generation API. Every call returns a promise of the response's body; `withResponse()` on it
 * gives status, headers and request id as well. All errors are `EvoLinkError`s.
 *
 * @throws {EvoLinkError} when there is no usable API key, the base URL is neither https nor loopback, or an option is
 * unknown.
 *
 * @example
 * const client = new EvoLink(); // reads EVOLINK_API_KEY
 * const task = await client.videos.generateAndWait({
 *   model: "kling-o3-reference-to-video",
 *   prompt: "Keep the same motion style, change to a snowy background",
 *   video_url: "https://example.com/reference.mp4",
 * });
 * console.log(task.results[0]);
 */
export class EvoLink {
  /** Creates videos. Every accepted request is charged. */
  readonly videos: Videos;
  /** Reads tasks and waits for them. */
  readonly tasks: Tasks;
  /** Reads the balance. */
  readonly credits: CreditBalance;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions = {}) {
    this.#options = options;
    const context = createContext(options);
    const client = createFetchClient(context, (request) => retryingFetch(context, request));
    const poller = createPoller(context, client);
    this.videos = createVideos({ context, client, poller, claimKey: createIdempotencyGuard() });
    this.tasks = {
      get: (id, callOptions = {}) =>
        toApiPromise(context, async () => {
          assertOptions(callOptions, REQUEST_OPTIONS);
          assertTaskId(id);
          return readTask(context, client, id, callOptions);
        }),
      wait: (task, waitOptions = {}) => waitForTask(poller, { start: task, options: {}, overrides: waitOptions }),
    };
    this.credits = {
      get: (callOptions = {}) =>
        toApiPromise(context, async () => {
          assertOptions(callOptions, REQUEST_OPTIONS);
          const call = callFor(context, callOptions, { expects: CREDITS_BODY });
          return successOf(call, getCredits(client, { headers: callOptions.headers ?? {}, ...callInit(call) }));
        }),
    };
  }

  /**
   * Returns a client with other defaults. Options that are not given are unchanged.
   *
   * @throws {EvoLinkError} as the constructor does.
   *
   * @example
   * const patient = client.withOptions({ timeout: 120_000 });
   */
  withOptions(options: ClientOptions): EvoLink {
    return new EvoLink({ ...this.#options, ...options });
  }
}

/** Creates videos. */
export interface Videos {
  /**
   * Creates a video generation task and resolves to it at once; follow it with `tasks.wait`. You are charged once the
   * API accepts the request. It is validated against the contract before it is sent, and retried only when it was
   * provably not accepted.
   *
   * @throws {InvalidRequestError} before sending, with every violation.
   * @throws {OutcomeUnknownError} when the request may have been accepted: read `advice` before creating again, or call
   * `resume()` if there is a `taskId`.
   * @throws {ConnectionError} with `sent: false`; a `StatusError`, whose `status` tells which; an {@link AbortError}.
   *
   * @example
   * const task = await client.videos.generate({
   *   model: "kling-o3-reference-to-video",
   *   prompt: "A fox",
   *   video_url: "https://example.com/reference.mp4",
   * });
   */
  generate(body: VideoGenerationRequest, options?: CreateOptions): ApiPromise<Task>;

  /**
   * Creates a task and waits for its end: `generate`, then `onCreated`, then `tasks.wait`. Resolves to the completed
   * task.
   *
   * @throws what `generate` and `tasks.wait` throw. Once the task exists, every error carries its id and `resume()`.
   *
   * @example
   * const { results } = await client.videos.generateAndWait(body, { onCreated: ({ id }) => save(id) });
   */
  generateAndWait(body: VideoGenerationRequest, options?: GenerateAndWaitOptions): Promise<CompletedTask>;
}

/** Reads tasks. */
export interface Tasks {
  /**
   * Reads a task once. A failed task is a response, not an error. Reads are retried on lost connections, 408, 409, 429
   * and 5xx.
   *
   * @throws {NotFoundError} and other `StatusError`s, {@link ConnectionError}, {@link UnexpectedAnswerError}, {@link
   * AbortError}; {@link InvalidRequestError} when the id is not a task id.
   *
   * @example
   * const { status, progress } = await client.tasks.get("task-unified-1757169743-7cvnl5zw");
   */
  get(id: string, options?: RequestOptions): ApiPromise<Task>;

  /**
   * Waits until a task is completed and resolves to it. Given the created task, it first polls at half the estimated
   * time, then every `interval`, up to 4 times less often after failed polls, until `maxWait` has passed.
   *
   * @throws {TaskFailedError} when it failed or was cancelled, {@link WaitTimeoutError} after `maxWait`, {@link
   * AbortError}, and at once on 400, 401, 403 and 404; {@link InvalidRequestError} when the id is not a task id. Every
   * error carries `taskId`, the last `task` and `resume()`.
   *
   * @example
   * const { results } = await client.tasks.wait(task, { onProgress: ({ progress }) => console.log(progress) });
   */
  wait(task: Task | string, options?: WaitOptions): Promise<CompletedTask>;
}

/** Reads the balance. */
export interface CreditBalance {
  /**
   * Reads the used and remaining credits of the API key and its user.
   *
   * @throws a `StatusError`, {@link ConnectionError}, {@link UnexpectedAnswerError} or {@link AbortError}.
   *
   * @example
   * const { data } = await client.credits.get();
   */
  get(options?: RequestOptions): ApiPromise<Credits>;
}

/** Dependencies of `videos`. */
interface VideoContext {
  readonly context: ClientContext;
  readonly client: EvoLinkClient;
  readonly poller: TaskPoller;
  /** Throws when an idempotency key was used with another body. */
  readonly claimKey: (key: string, body: string) => void;
}

function createVideos(shared: VideoContext): Videos {
  const { context } = shared;
  return {
    generate: (body, options = {}) =>
      toApiPromise(context, async () => {
        assertOptions(options, REQUEST_OPTIONS, CREATE_OPTIONS);
        return createResumable(shared, body, options);
      }),
    generateAndWait: (body, options = {}) => redactErrors(context.redactor, createAndWait(shared, body, options)),
  };
}

async function createAndWait(
  shared: VideoContext,
  body: VideoGenerationRequest,
  options: GenerateAndWaitOptions,
): Promise<CompletedTask> {
  assertOptions(options, REQUEST_OPTIONS, CREATE_OPTIONS, WAIT_OPTIONS, CREATED_OPTIONS);
  const { data: task } = await createResumable(shared, body, options);
  await callOnCreated(shared, task, options);
  return waitForTask(shared.poller, { start: task, options, overrides: {} });
}

/** Resolves once `onCreated` has settled, or the signal aborts: then the wait ends at once, with the task's id. */
async function callOnCreated({ poller }: VideoContext, task: Task, options: GenerateAndWaitOptions): Promise<void> {
  const { onCreated, signal } = options;
  try {
    const settled = Promise.resolve(onCreated?.(task));
    await (signal === undefined ? settled : abortable(settled, signal));
  } catch (cause) {
    if (signal?.aborted === true && cause === signal.reason) return;
    const details = { cause, taskId: task.id, task };
    const error = new EvoLinkError(`onCreated threw; the task ${task.id} was created`, details);
    makeResumable(poller, error, task, options);
    throw error;
  }
}

/** Creates a task. If a task was created in spite of an error, the error can wait for it. */
async function createResumable(
  shared: VideoContext,
  body: VideoGenerationRequest,
  options: CreateOptions,
): Promise<WithResponse<Task>> {
  try {
    return await createTask(shared, body, options);
  } catch (error) {
    if (error instanceof EvoLinkError && error.taskId !== undefined)
      makeResumable(shared.poller, error, error.taskId, options);
    throw error;
  }
}

function makeResumable(poller: TaskPoller, error: EvoLinkError, start: Task | string, options: WaitOptions): void {
  // Without the signal, which may have ended the call.
  const resumed = { ...options, signal: undefined };
  error.resume = (overrides = {}) => waitForTask(poller, { start, options: resumed, overrides });
}

async function createTask(
  { context, client, claimKey }: VideoContext,
  body: VideoGenerationRequest,
  options: CreateOptions,
): Promise<WithResponse<Task>> {
  const { text, request } = serializeRequest(context, body, options);
  const { idempotencyKey } = options;
  if (idempotencyKey !== undefined) claimKey(idempotencyKey, text);
  const call = callFor(context, options, {
    expects: TASK_BODY,
    charged: text,
    idempotent: idempotencyKey !== undefined,
  });
  const init = {
    body: request,
    // Sends exactly what was validated.
    bodySerializer: () => text,
    headers: options.headers ?? {},
    params: { header: idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey } },
  };
  return successOf(call, createVideoGeneration(client, { ...init, ...callInit(call) }));
}

/** Milliseconds between two polls of a mock, whose tasks end sooner than estimated. */
const MOCK_INTERVAL = 1000;

function createPoller(context: ClientContext, client: EvoLinkClient): TaskPoller {
  return {
    callSafely: context.callSafely,
    redactor: context.redactor,
    onDrift: context.onDrift,
    wakeUpQueue: context.wakeUpQueue,
    defaultInterval: context.isMock ? MOCK_INTERVAL : undefined,
    poll: async (id, options, onDrift) =>
      (await readTask(context, client, id, options, { noRetry: true, onDrift })).data,
  };
}

async function readTask(
  context: ClientContext,
  client: EvoLinkClient,
  id: string,
  options: RequestOptions,
  behaviour: Partial<Call> = {},
): Promise<WithResponse<Task>> {
  const call = callFor(context, options, { expects: TASK_BODY, ...behaviour });
  const init = { params: { path: { task_id: id } }, headers: options.headers ?? {} };
  return successOf(call, getTask(client, { ...init, ...callInit(call) }));
}

function callFor(
  context: ClientContext,
  options: RequestOptions,
  behaviour: Pick<Call, "expects"> & Partial<Call>,
): Call {
  return {
    signal: options.signal,
    timeout: options.timeout ?? context.timeout,
    deadline: options.deadline ?? context.deadline,
    maxRetries: options.maxRetries ?? context.maxRetries,
    charged: undefined,
    idempotent: false,
    noRetry: false,
    onDrift: context.onDrift,
    ...behaviour,
  };
}
