import type { Task, VideoGenerationRequest } from "../../generated/types.ts";
import type { Attempt } from "./callbacks.ts";
import type { Clock } from "./clock.ts";
import type { Fault } from "./faults.ts";
import type { Ledger } from "./ledger.ts";
import { begin, ESTIMATED_MS, isTerminal, move, present, wayTo, type Life } from "./lifecycle.ts";
import type { Ids } from "./random.ts";
import type { Scenario } from "./scenarios.ts";

/** Something that happened to a task. */
export interface HistoryEntry {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly kind: "created" | "status" | "read" | "replayed";
  readonly text: string;
}

/** A task with all that the sandbox knows of it. */
export interface TaskRecord extends Life {
  readonly scenarioName: string;
  readonly callbackFault: Fault | undefined;
  readonly idempotencyKey: string | undefined;
  /** The answer of its creation. */
  readonly answer: Task;
  readonly history: HistoryEntry[];
  readonly callbacks: Attempt[];
}

/** A creation that was judged and accepted. */
export interface Order {
  readonly request: VideoGenerationRequest;
  readonly scenario: Scenario;
  readonly scenarioName: string;
  readonly callbackFault: Fault | undefined;
  readonly idempotencyKey: string | undefined;
}

/** What the tasks of a sandbox live on. */
export interface World {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly ledger: Ledger;
  /** Where the video of a task can be fetched. */
  readonly resultUrl: (id: string) => string;
  /** How many tasks are kept; the oldest is forgotten first. */
  readonly keep: number;
  /** Told when a task, or what is known of it, has changed. */
  readonly onChange: (record: TaskRecord) => void;
  /** Told when a task has ended and its credits are settled. */
  readonly onEnd: (record: TaskRecord) => void;
}

/** Longest history of a task; of more, the oldest reads are forgotten. */
const LONGEST_HISTORY = 60;

/** All tasks of a sandbox. */
export class Tasks {
  readonly #records = new Map<string, TaskRecord>();
  readonly #byKey = new Map<string, TaskRecord>();
  readonly #callOff = new Map<string, () => void>();

  constructor(private readonly world: World) {}

  /** Every task that is known, the oldest first. */
  all(): TaskRecord[] {
    return [...this.#records.values()];
  }

  /** A task by its id. */
  get(id: string): TaskRecord | undefined {
    return this.#records.get(id);
  }

  /** The task that was created under an idempotency key. */
  underKey(key: string): TaskRecord | undefined {
    return this.#byKey.get(key);
  }

  /** Creates a task and reserves its credits. Returns undefined when they do not suffice. */
  create(order: Order): TaskRecord | undefined {
    const { clock, ids, ledger } = this.world;
    const now = clock.now();
    const life = begin(ids.task(now), now, order.request, order.scenario);
    if (!ledger.reserve(life.id, life.credits)) return undefined;
    const record: TaskRecord = { ...life, ...order, answer: this.#present(life), history: [], callbacks: [] };
    this.#records.set(record.id, record);
    if (order.idempotencyKey !== undefined) this.#byKey.set(order.idempotencyKey, record);
    this.note(record, "created", `${record.status}, ${life.credits} credits reserved`);
    this.#schedule(record);
    if (this.#records.size > this.world.keep) this.#forgetOldest();
    return record;
  }

  /** The task as the API answers it now. */
  present(record: TaskRecord): Task {
    return this.#present(record);
  }

  /** Writes something into the history of a task. */
  note(record: TaskRecord, kind: HistoryEntry["kind"], text: string): void {
    record.history.push({ at: this.world.clock.now(), kind, text });
    if (record.history.length > LONGEST_HISTORY)
      record.history.splice(
        Math.max(
          0,
          record.history.findIndex((entry) => entry.kind === "read"),
        ),
        1,
      );
    this.world.onChange(record);
  }

  /**
   * Leads a task to a final status by legal steps, now, and does what follows from it, callbacks included.
   * Returns false when no way leads there.
   */
  async end(record: TaskRecord, status: string): Promise<boolean> {
    const way = wayTo(record.status, status);
    if (way === undefined) return false;
    this.#callOff.get(record.id)?.();
    for (const step of way) this.#move(record, step);
    // A clock that stands still does nothing by itself.
    if (this.world.clock.speed === 0) await this.world.clock.advance(0);
    return true;
  }

  #present(life: Life): Task {
    return present(life, this.world.clock.now(), this.world.resultUrl(life.id));
  }

  /** The next step of the scenario, when its time comes. */
  #schedule(record: TaskRecord, index = 0): void {
    const step = record.scenario.steps[index];
    if (step === undefined) return;
    const callOff = this.world.clock.at(record.created + step.at * ESTIMATED_MS, () => {
      this.#move(record, step.status);
      this.#schedule(record, index + 1);
      return undefined;
    });
    this.#callOff.set(record.id, callOff);
  }

  #move(record: TaskRecord, status: string): void {
    const { clock, ledger, onEnd } = this.world;
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
    if (oldest === undefined) return;
    this.#callOff.get(oldest.id)?.();
    this.#callOff.delete(oldest.id);
    this.#records.delete(oldest.id);
    if (oldest.idempotencyKey !== undefined) this.#byKey.delete(oldest.idempotencyKey);
    this.world.ledger.forget(oldest.id);
  }
}
