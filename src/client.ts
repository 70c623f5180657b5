import { taskFields } from "../generated/constants.ts";
import { createVideoGeneration, getTask } from "../generated/operations.ts";
import type { Task, VideoGenerationRequest } from "../generated/types.ts";
import * as TaskSchema from "../generated/validators/Task.js";
import { withResponse } from "./api-promise.ts";
import type { Core } from "./core.ts";
import { createCore } from "./create-core.ts";
import { CreditBalance } from "./credits.ts";
import { EvoLinkError, hide } from "./errors.ts";
import { Idempotency } from "./idempotency.ts";
import { checkOptions, CREATE, GENERATE_AND_WAIT, ofWait, REQUEST, type OptionNames } from "./option-names.ts";
import type {
  ApiPromise, ClientOptions, CreateOptions, Drift, GenerateAndWaitOptions, RequestOptions, WaitOptions, WithResponse,
} from "./options.ts";
import { request } from "./request.ts";
import { checkTaskId, prepare } from "./prepare.ts";
import { wait, type Waiter } from "./wait.ts";

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
    this.tasks = new Tasks(core);
    this.videos = new Videos(core, this.tasks);
    this.credits = new CreditBalance(core);
  }
}

/** Creates videos. */
export class Videos {
  readonly #core: Core;
  readonly #tasks: Tasks;
  readonly #idempotency = new Idempotency();

  /** Made by `EvoLink`. */
  constructor(core: Core, tasks: Tasks) {
    this.#core = core;
    this.#tasks = tasks;
  }

  /**
   * Creates a paid video generation task and resolves to it at once; follow it with `tasks.wait`. The request is judged by the
   * contract before it is sent, and sent again only when it was certainly not accepted.
   *
   * @throws {InvalidRequestError} before sending, with every rule that the body breaks.
   * @throws {OutcomeUnknownError} when the request may have been accepted: see `advice` before creating again, or `resume()` if it has a `taskId`.
   * @throws {ConnectionError} with `sent: false`, a `StatusError` (`status` tells which), or an {AbortError}, with `taskId` and `resume()` if the id came before it.
   */
  generate(body: VideoGenerationRequest, options: CreateOptions = {}): ApiPromise<Task> {
    return withResponse(this.#create(body, options, CREATE));
  }

  /**
   * Creates a task and waits for its end: `generate`, then `onCreated`, then `tasks.wait`. Resolves to the completed task.
   *
   * @throws what `generate` and `tasks.wait` throw; once the task exists, every error carries its id and `resume()`.
   */
  async generateAndWait(body: VideoGenerationRequest, options: GenerateAndWaitOptions = {}): Promise<Task> {
    const { data: task } = await this.#create(body, options, GENERATE_AND_WAIT);
    try {
      await options.onCreated?.(task);
    } catch (cause) {
      const error = new EvoLinkError(`onCreated threw; the task ${task.id} was created and goes on`, { cause, taskId: task.id });
      throw hide(error, { task, resume: this.#resuming(task, options) });
    }
    return this.#tasks.wait(task, ofWait(options));
  }

  async #create(body: VideoGenerationRequest, options: CreateOptions, names: OptionNames): Promise<WithResponse<Task>> {
    checkOptions(options, names);
    const core = this.#core;
    const { idempotencyKey } = options;
    const paid = prepare(core, body, options);
    if (idempotencyKey !== undefined) this.#idempotency.claim(idempotencyKey, paid);
    const params = idempotencyKey === undefined ? {} : { header: { "Idempotency-Key": idempotencyKey } };
    return request(
      core,
      {
        name: `POST ${core.baseUrl}/v1/videos/generations`,
        send: (init) => createVideoGeneration(core.openapi, body, { ...init, params, bodySerializer: () => paid }),
        answer: TaskSchema,
        fields: taskFields,
        paid,
        idempotent: idempotencyKey !== undefined,
      },
      options,
    ).catch((error: unknown) => {
      if (error instanceof EvoLinkError && error.taskId !== undefined) hide(error, { resume: this.#resuming(error.taskId, options) });
      throw error;
    });
  }

  /** What waits for a task once more, with the options of its wait. The signal is left out: it may be what ended the call. */
  #resuming(task: Task | string, options: GenerateAndWaitOptions): (more?: WaitOptions) => Promise<Task> {
    return (more) => this.#tasks.wait(task, { ...ofWait(options), signal: undefined, ...more });
  }
}

/** Reads tasks. */
export class Tasks {
  readonly #core: Core;
  readonly #waiter: Waiter;

  /** Made by `EvoLink`. */
  constructor(core: Core) {
    this.#core = core;
    this.#waiter = {
      look: async (id, { signal, deadline, ...how }) => (await this.#read(id, { signal, deadline }, { ...how, once: true })).data,
      interval: core.isMock ? MOCK_INTERVAL : undefined,
      onDrift: core.onDrift,
      onThrown: (error) => core.log("error", "onProgress threw; the wait goes on", error),
      release: core.release,
    };
  }

  /**
   * Reads a task once. A failed task is an answer, not an error. Reads are repeated on lost answers, 408, 409, 429 and 5xx.
   *
   * @throws {NotFoundError} and other `StatusError`s, {ConnectionError}, {UnexpectedAnswerError}, {AbortError};
   * {InvalidRequestError} when the id does not have the form of one.
   */
  get(id: string, options: RequestOptions = {}): ApiPromise<Task> {
    return withResponse(this.#read(id, options, {}));
  }

  /**
   * Waits until a task is completed and resolves to it. Given the task that `generate` answered, it first looks when the
   * estimate allows a result; then every `interval`, after failed looks up to 4 times rarer, until `maxWait` is over.
   *
   * @throws {TaskFailedError} when it failed or was cancelled, {WaitTimeoutError} after `maxWait`, {AbortError}, and at once on
   * 400, 401, 403 and 404. Every error carries `taskId`, the last `task` and `resume()`.
   */
  wait(task: Task | string, options: WaitOptions = {}): Promise<Task> {
    return wait(this.#waiter, task, options);
  }

  async #read(id: string, options: RequestOptions, how: Reading): Promise<WithResponse<Task>> {
    const core = this.#core;
    if (how.once !== true) {
      checkOptions(options, REQUEST);
      checkTaskId(id);
    }
    return request(
      core,
      {
        name: `GET ${core.baseUrl}/v1/tasks/${encodeURIComponent(id)}`,
        send: (init) => getTask(core.openapi, { task_id: id }, init),
        answer: TaskSchema,
        fields: taskFields,
        ...how,
      },
      options,
    );
  }
}

/** Milliseconds between two looks at a mock: it lives faster than its estimate says, and a look at it costs nobody anything. */
const MOCK_INTERVAL = 1000;

interface Reading {
  /** A look of a wait, which judged the id itself and repeats looks by itself. */
  readonly once?: boolean;
  readonly onDrift?: (drift: Drift) => void;
}
