import type { Task, VideoGenerationRequest } from "../../generated/types.ts";
import type { Clock } from "./clock.ts";
import type { Fault } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import { begin, ESTIMATED_MS, isTerminal, move, present, wayTo, type Life } from "./lifecycle.ts";
import { resultPath } from "./result-path.ts";
import type { Ids } from "./random.ts";
import type { Scenario } from "./scenarios.ts";
import type { HistoryEntry, TaskRecord } from "./task-record.ts";

/** An accepted create request. */
export interface NewTask {
  readonly request: VideoGenerationRequest;
  readonly scenario: Scenario;
  readonly scenarioName: string;
  /** The requested fault of its callback or of the response to its create request. */
  readonly fault: Fault | undefined;
  readonly idempotencyKey: string | undefined;
  readonly baseUrl: string;
}

/** Dependencies of `Tasks`. */
export interface TasksOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly ledger: Ledger;
  /** Maximum number of kept tasks; the oldest is removed first. */
  readonly keep: number;
  /** Called when a task or its record has changed. */
  readonly onChange: (record: TaskRecord) => void;
  /** Called when a task has ended and its credits are settled. */
  readonly onEnd: (record: TaskRecord) => void;
}

/** Maximum length of a task's history; the oldest reads are removed first. */
const LONGEST_HISTORY = 60;

/** All tasks of a sandbox. */
export class Tasks {
  readonly #records = new Map<string, TaskRecord>();
  readonly #byKey = new Map<string, TaskRecord>();
  readonly #callOff = new Map<string, () => void>();

  constructor(private readonly options: TasksOptions) {}

  /** Returns every kept task, oldest first. */
  all(): TaskRecord[] {
    return [...this.#records.values()];
  }

  /** Returns a task by its id. */
  get(id: string): TaskRecord | undefined {
    return this.#records.get(id);
  }

  /** Returns the task that was created under an idempotency key. */
  underKey(key: string): TaskRecord | undefined {
    return this.#byKey.get(key);
  }

  /** Creates a task and reserves its credits. Returns undefined when the balance is too low. */
  create(task: NewTask): TaskRecord | undefined {
    const { clock, ids, ledger } = this.options;
    const now = clock.now();
    const life = begin(ids.task(now), now, task.request, task.scenario);
    if (!ledger.reserve(life.id, life.credits)) return undefined;
    const record: TaskRecord = {
      ...life,
      ...task,
      response: this.#present(life, task.baseUrl),
      history: [],
      callbacks: [],
    };
    this.#records.set(record.id, record);
    // Stryker disable next-line ConditionalExpression: no code reads the task without a key.
    if (task.idempotencyKey !== undefined) this.#byKey.set(task.idempotencyKey, record);
    this.note(record, "created", `${record.status}, ${life.credits} credits reserved`);
    this.#schedule(record);
    if (this.#records.size > this.options.keep) this.#forgetOldest();
    return record;
  }

  /** Returns the task in the form of a current API response. */
  present(record: TaskRecord, baseUrl = record.baseUrl): Task {
    return this.#present(record, baseUrl);
  }

  /** Removes every task. */
  clear(): void {
    for (const callOff of this.#callOff.values()) callOff();
    for (const known of [this.#callOff, this.#records, this.#byKey]) known.clear();
  }

  /** Adds an entry to the history of a task. */
  note(record: TaskRecord, kind: HistoryEntry["kind"], text: string): void {
    record.history.push({ at: this.options.clock.now(), kind, text });
    if (record.history.length > LONGEST_HISTORY)
      record.history.splice(
        Math.max(
          0,
          record.history.findIndex((entry) => entry.kind === "read"),
        ),
        1,
      );
    this.options.onChange(record);
  }

  /**
   * Ends a task now with a final status, by allowed transitions and with all effects, callbacks included. Returns false
   * when no transitions lead there.
   */
  async end(record: TaskRecord, status: string): Promise<boolean> {
    const way = wayTo(record.status, status);
    if (way === undefined) return false;
    this.#callOffNextStep(record);
    for (const step of way) this.#move(record, step);
    // A stopped clock runs due actions only in `advance`; a running one may wait for the caller, the receiver of a
    // callback.
    const { clock } = this.options;
    if (clock.speed === 0 && !clock.isAdvancing) await clock.advance(0);
    return true;
  }

  #present(life: Life, baseUrl: string): Task {
    return present(life, this.options.clock.now(), baseUrl + resultPath(life.id));
  }

  /** Schedules the next status change of the scenario. */
  #schedule(record: TaskRecord, index = 0): void {
    const step = record.scenario.steps[index];
    if (step === undefined) return;
    const callOff = this.options.clock.at(record.created + step.at * ESTIMATED_MS, () => {
      this.#move(record, step.status);
      this.#schedule(record, index + 1);
      return undefined;
    });
    this.#callOff.set(record.id, callOff);
  }

  #callOffNextStep({ id }: TaskRecord): void {
    this.#callOff.get(id)?.();
    this.#callOff.delete(id);
  }

  #move(record: TaskRecord, status: string): void {
    const { clock, ledger, onEnd } = this.options;
    move(record, status, clock.now());
    if (!isTerminal(status)) {
      this.note(record, "status", status);
      return;
    }
    this.#callOff.delete(record.id);
    const state = status === "completed" ? "charged" : "released";
    ledger.settle(record.id, state);
    this.note(record, "status", `${status}, ${record.credits} credits ${state}`);
    onEnd(record);
  }

  #forgetOldest(): void {
    const [oldest] = this.#records.values();
    // Stryker disable next-line ConditionalExpression: there are records, only their type does not say so.
    if (oldest === undefined) return;
    this.#callOffNextStep(oldest);
    this.#records.delete(oldest.id);
    // Stryker disable next-line ConditionalExpression: there is no task under no key.
    if (oldest.idempotencyKey !== undefined) this.#byKey.delete(oldest.idempotencyKey);
    this.options.ledger.forget(oldest.id);
  }
}
