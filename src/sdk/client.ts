import { createVideoGeneration, getCredits, getTask, type Operation } from "../../generated/operations.ts";
import type { Credits, Task, VideoGenerationRequest } from "../../generated/types.ts";
import type { Core } from "./core.ts";
import { createCore } from "./create-core.ts";
import { attach, EvoLinkError } from "./errors.ts";
import { idempotencyKeys } from "./validation/idempotency-keys.ts";
import { checkOptions, CREATE, CREATED, REQUEST, WAIT } from "./option-names.ts";
import type {
  ApiPromise,
  ClientOptions,
  CreateOptions,
  GenerateAndWaitOptions,
  RequestOptions,
  WaitOptions,
  WithResponse,
} from "./options.ts";
import { assertTaskId, serializeRequest } from "./validation/serialize-request.ts";
import { request } from "./http/request.ts";
import { follow, type Waiter } from "./polling/wait.ts";

/**
 * A client of EvoLink's video generation API. Every call returns a promise of the answer's body; `withResponse()` on it gives
 * status, headers and request id as well. All errors are `EvoLinkError`s.
 *
 * @throws {EvoLinkError} when there is no usable API key, the base URL is neither https nor loopback, or an option is misspelt.
 */
export class EvoLink {
  /** Paid: creating videos. */
  readonly videos: Videos;
  /** Following what was created. */
  readonly tasks: Tasks;
  /** What is left to spend. */
  readonly credits: CreditBalance;

  constructor(options: ClientOptions = {}) {
    const core = createCore(options);
    const waiter = waiterOf(core);
    const read = <T>(operation: () => Operation<T>, how: RequestOptions = {}): ApiPromise<T> =>
      withResponse(async () => {
        checkOptions(how, REQUEST);
        return request(core, operation(), how);
      });
    this.videos = videosOf(core, waiter);
    this.tasks = {
      get: (id, how) =>
        read(() => {
          assertTaskId(id);
          return getTask({ task_id: id });
        }, how),
      wait: (task, how) => follow(waiter, task, {}, how),
    };
    this.credits = { get: (how) => read(getCredits, how) };
  }
}

/** Creates videos. */
export interface Videos {
  /**
   * Creates a paid video generation task and resolves to it at once; follow it with `tasks.wait`. The request is judged by the
   * contract before it is sent, and sent again only when it was certainly not accepted.
   *
   * @throws {InvalidRequestError} before sending, with every rule that the body breaks.
   * @throws {OutcomeUnknownError} when the request may have been accepted: see `advice` before creating again, or `resume()` if it has a `taskId`.
   * @throws {ConnectionError} with `sent: false`, a `StatusError` (`status` tells which), or an {AbortError}, with `taskId` and `resume()` if the id came before it.
   */
  generate(body: VideoGenerationRequest, options?: CreateOptions): ApiPromise<Task>;

  /**
   * Creates a task and waits for its end: `generate`, then `onCreated`, then `tasks.wait`. Resolves to the completed task.
   *
   * @throws what `generate` and `tasks.wait` throw; once the task exists, every error carries its id and `resume()`.
   */
  generateAndWait(body: VideoGenerationRequest, options?: GenerateAndWaitOptions): Promise<Task>;
}

/** Reads tasks. */
export interface Tasks {
  /**
   * Reads a task once. A failed task is an answer, not an error. Reads are repeated on lost answers, 408, 409, 429 and 5xx.
   *
   * @throws {NotFoundError} and other `StatusError`s, {ConnectionError}, {UnexpectedAnswerError}, {AbortError};
   * {InvalidRequestError} when the id does not have the form of one.
   */
  get(id: string, options?: RequestOptions): ApiPromise<Task>;

  /**
   * Waits until a task is completed and resolves to it. Given the task that `generate` answered, it first looks when the
   * estimate allows a result; then every `interval`, after failed looks up to 4 times rarer, until `maxWait` is over.
   *
   * @throws {TaskFailedError} when it failed or was cancelled, {WaitTimeoutError} after `maxWait`, {AbortError}, and at once on
   * 400, 401, 403 and 404. Every error carries `taskId`, the last `task` and `resume()`.
   */
  wait(task: Task | string, options?: WaitOptions): Promise<Task>;
}

/** Reads the balance. */
export interface CreditBalance {
  /**
   * Reads what the API key and its user have used and have left, in credits.
   *
   * @throws a `StatusError`, {ConnectionError}, {UnexpectedAnswerError}, {AbortError}.
   */
  get(options?: RequestOptions): ApiPromise<Credits>;
}

function videosOf(core: Core, waiter: Waiter): Videos {
  const claim = idempotencyKeys();
  const create = async (
    body: VideoGenerationRequest,
    options: GenerateAndWaitOptions,
    ...names: readonly object[]
  ): Promise<WithResponse<Task>> => {
    checkOptions(options, REQUEST, CREATE, ...names);
    const { idempotencyKey: key } = options;
    const paid = serializeRequest(core, body, options);
    if (key !== undefined) claim(key, paid);
    return request(core, createVideoGeneration({ "Idempotency-Key": key }), options, {
      paid,
      idempotent: key !== undefined,
    }).catch((error: unknown) => {
      if (error instanceof EvoLinkError && error.taskId) resumable(error, error.taskId, options);
      throw error;
    });
  };
  /** Adds what waits for a task once more. The signal is left out: it may be what ended the call. */
  const resumable = (error: EvoLinkError, task: Task | string, options: GenerateAndWaitOptions): EvoLinkError =>
    attach(error, { resume: (more?: WaitOptions) => follow(waiter, task, { ...options, signal: undefined }, more) });
  return {
    generate: (body, options = {}) => withResponse(() => create(body, options)),
    async generateAndWait(body, options = {}) {
      const { data: task } = await create(body, options, WAIT, CREATED);
      try {
        await options.onCreated?.(task);
      } catch (cause) {
        const error = new EvoLinkError(`onCreated threw; the task ${task.id} goes on`, { cause, taskId: task.id });
        throw attach(resumable(error, task, options), { task });
      }
      return follow(waiter, task, options);
    },
  };
}

/** Milliseconds between two looks at a mock: it lives faster than its estimate says, and a look at it costs nobody anything. */
const MOCK_INTERVAL = 1000;

function waiterOf(core: Core): Waiter {
  return {
    ...core,
    interval: core.isMock ? MOCK_INTERVAL : undefined,
    look: async (id, options, onDrift) =>
      (await request(core, getTask({ task_id: id }), options, { once: true, onDrift })).data,
  };
}

/** The promise of a call, from what gives its whole answer. */
function withResponse<T>(call: () => Promise<WithResponse<T>>): ApiPromise<T> {
  const answer = call();
  const data = answer.then((whole) => whole.data);
  return Object.assign(data, {
    withResponse: () => {
      // Who asks for the whole answer hears of its failure there; without this the other promise would count as unhandled.
      data.catch(() => undefined);
      return answer;
    },
  });
}
