import { randomUUID } from "node:crypto";
import { getTaskPolling } from "../../../generated/constants.ts";
import { EvoLink } from "../../sdk/index.ts";
import { PaidRequests } from "../paid-request.ts";
import type { BatchOptions } from "../run.ts";
import { summarize, type Summary } from "../summary.ts";
import type { Database } from "./database.ts";
import type { Guard } from "./guard.ts";
import type { JobContext } from "./job-context.ts";
import type { Queues } from "./queues.ts";
import { entriesOf } from "./rows.ts";
import { sendJobs } from "./schedule.ts";
import { SharedRate } from "./shared-rate.ts";
import { Worker } from "./worker.ts";

/** Options of a worker: those of `runBatch`. The limits apply to all workers of the batch together. */
export type WorkOptions = Omit<BatchOptions, "allowChanged">;

/** The batch of a run. */
interface Subject {
  readonly database: Database;
  readonly queues: Queues;
  readonly guard: Guard;
  readonly batch: string;
  readonly id: string;
  readonly name: string;
  readonly expireIn: number;
  readonly options: WorkOptions;
}

/**
 * Milliseconds for a create request with all its retries. Its job, which also records the result, ends within
 * `expireIn`.
 */
const MAX_DEADLINE = 60_000;
/**
 * Milliseconds between two searches for jobs of crashed workers: with `expireIn`, others take over within two minutes.
 */
const EXPIRY_INTERVAL = 10_000;

/** One call of `work`. */
export class WorkerRun {
  readonly #broken = new AbortController();
  readonly #context: JobContext;
  readonly #subject: Subject;
  #halted: string | undefined;

  constructor(subject: Subject) {
    this.#subject = subject;
    this.#context = this.#contextOf(subject);
  }

  async run(): Promise<Summary> {
    const { batch, database, idempotent, queues, saving } = this.#context;
    await queues.expire().catch(() => undefined);
    await database.transaction(async (client) => {
      await queues.dropLost(client);
      await sendJobs(client, batch, queues, { create: true, save: saving !== undefined, idempotent });
    });
    await this.#reportStart();
    const expiry = setInterval(() => void this.#maintain(), Math.min(EXPIRY_INTERVAL, this.#subject.expireIn / 4));
    try {
      await new Worker(this.#context, {
        concurrency: this.#subject.options.concurrency ?? 4,
        isHalted: () => this.#halted !== undefined,
        onFailure: () => this.#broken.abort(),
      }).run();
    } finally {
      clearInterval(expiry);
    }
    const entries = await database.statement((client) => entriesOf(client, batch));
    const interrupted = this.#subject.options.signal?.aborted === true;
    return summarize([], entries, { interrupted, halted: this.#halted, saving: saving !== undefined });
  }

  async #reportStart(): Promise<void> {
    const { batch, database, onEvent } = this.#context;
    const entries = await database.statement((client) => entriesOf(client, batch));
    const { counts } = summarize([], entries, {});
    const finished = counts.completed + counts.saved + counts.failed;
    onEvent({ event: "start", journal: this.#subject.name, items: entries.length, finished });
  }

  /** Makes expired jobs available again; a failure is retried at the next interval. */
  async #maintain(): Promise<void> {
    const { database, queues } = this.#context;
    await queues.expire().catch(() => undefined);
    await database.statement((client) => queues.dropLost(client)).catch(() => undefined);
  }

  #contextOf({ batch, id, database, queues, guard, options }: Subject): JobContext {
    const { client: clientOptions = {}, signal, outDir, interval, maxWait, onEvent = () => undefined } = options;
    const { maxRequestsPerSecond, ...rest } = clientOptions;
    const stop = signal === undefined ? this.#broken.signal : AbortSignal.any([signal, this.#broken.signal]);
    const rate = new SharedRate(database, batch, maxRequestsPerSecond);
    const paidRequests = new PaidRequests(rest.fetch, rate);
    const onWarning = (message: string): void => onEvent({ event: "note", message });
    const client = new EvoLink({ onWarning, ...rest, fetch: paidRequests.fetch });
    return {
      ...{ batch, batchId: id, worker: randomUUID(), database, guard, queues },
      ...{ rate, client, paidRequests, stop, onEvent },
      ...{ maxCredits: options.maxCredits, idempotent: options.idempotent ?? false },
      deadline: Math.min(rest.deadline ?? MAX_DEADLINE, MAX_DEADLINE),
      saving: outDir === undefined ? undefined : { folder: outDir, client, fetch: options.downloadFetch, signal: stop },
      wait: { interval, maxWait: maxWait ?? getTaskPolling.max_wait_seconds * 1000 },
      onHalt: (message) => this.#halt(message),
    };
  }

  #halt(message: string): void {
    if (this.#halted !== undefined) return;
    this.#halted = message;
    this.#context.onEvent({ event: "halt", message });
  }
}
