import { EvoLink } from "../sdk/index.ts";
import type { ClientOptions } from "../sdk/index.ts";
import type { DownloadFetch } from "../sdk/download/index.ts";
import { RULES, type OptionRules } from "../shared/option-rules.ts";
import { assertOptions, TEXT } from "./assert-options.ts";
import { assertUnambiguous, type Item } from "./items.ts";
import type { Journal, WorkerCapabilities } from "./journal.ts";
import type { BatchEvent } from "./batch-event.ts";
import { PaidRequests } from "./paid-request.ts";
import { summarize, type Summary } from "./summary.ts";
import { work, type BatchContext } from "./work.ts";

/** Options of a batch. */
export interface BatchOptions {
  /**
   * Options of the client; `maxRequestsPerSecond` limits create requests and polls together.
   * @default those of `EvoLink`
   */
  readonly client?: ClientOptions | undefined;
  /** Maximum number of concurrent items, from create request to saved result. @default 4 */
  readonly concurrency?: number | undefined;
  /**
   * Maximum cost of the batch in all its runs, in credits. No video is created that would exceed it. @default no
   * limit
   */
  readonly maxCredits?: number | undefined;
  /**
   * Whether to send each request with an `Idempotency-Key` and to retry it under the same key when its outcome is
   * unknown. The vendor does not document the header: if it has no effect, a retry is charged again. @default false
   */
  readonly idempotent?: boolean | undefined;
  /** Folder to save results in. @default they are not saved */
  readonly outDir?: string | undefined;
  /** Fetches results. @default the global `fetch` */
  readonly downloadFetch?: DownloadFetch | undefined;
  /** Milliseconds between two polls of a task. @default the contract's `x-polling` */
  readonly interval?: number | undefined;
  /** Milliseconds to wait for one task in this run. @default the contract's `x-polling` */
  readonly maxWait?: number | undefined;
  /** Whether sent items may be missing from the file. @default false */
  readonly allowChanged?: boolean | undefined;
  /** Stops the run: no new request is sent, waits end, in-flight requests complete. @default none */
  readonly signal?: AbortSignal | undefined;
  /** Called with each event. Must not throw. @default none */
  readonly onEvent?: ((event: BatchEvent) => void) | undefined;
}

/** Options of a run. */
export const RUN_OPTIONS = {
  client: RULES.any,
  concurrency: {
    description: "a whole number above 0",
    accepts: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  },
  maxCredits: RULES.positive,
  idempotent: RULES.boolean,
  outDir: TEXT,
  downloadFetch: RULES.callback,
  interval: RULES.positive,
  maxWait: RULES.positive,
  allowChanged: RULES.boolean,
  signal: RULES.signal,
  onEvent: RULES.callback,
} satisfies OptionRules<BatchOptions>;

/**
 * Creates the videos of a batch and resolves to its summary, also when items failed. A later call with the same journal
 * resumes. The caller opens and closes the journal.
 *
 * @throws {BatchError} `input` or `changed` before anything is sent; `journal` when the journal cannot be written,
 * after in-flight requests have completed.
 * @example
 * const journal = await openFileJournal("films.jsonl.journal");
 * const { exitCode } = await runBatch(readItems(await readFile("films.jsonl")), journal, { maxCredits: 2000 });
 * await journal.close();
 */
export async function runBatch(items: readonly Item[], journal: Journal, options: BatchOptions = {}): Promise<Summary> {
  assertOptions(options, RUN_OPTIONS);
  assertUnambiguous(items);
  const run = new Run(items, journal, options);
  await journal.admit(items, { allowChanged: options.allowChanged ?? false });
  await run.start();
  return run.end();
}

class Run {
  readonly #journal: Journal;
  readonly #options: BatchOptions;
  readonly #items: readonly Item[];
  readonly #broken = new AbortController();
  readonly #context: BatchContext;
  #halted: string | undefined;

  constructor(items: readonly Item[], journal: Journal, options: BatchOptions) {
    const { client: clientOptions = {}, signal, outDir, maxCredits, idempotent = false, interval, maxWait } = options;
    const paidRequests = new PaidRequests(clientOptions.fetch);
    const onEvent = options.onEvent ?? (() => undefined);
    const client = new EvoLink({
      onWarning: (message) => onEvent({ event: "note", message }),
      ...clientOptions,
      fetch: paidRequests.fetch,
    });
    const stop = signal === undefined ? this.#broken.signal : AbortSignal.any([signal, this.#broken.signal]);
    const saving =
      outDir === undefined ? undefined : { folder: outDir, client, fetch: options.downloadFetch, signal: stop };
    const onHalt = (reason: string): void => this.#halt(reason);
    this.#journal = journal;
    this.#options = options;
    this.#items = items;
    const byKey = new Map(items.map((item) => [item.key, item]));
    this.#context = {
      journal,
      items: byKey,
      client,
      paidRequests,
      maxCredits,
      idempotent,
      saving,
      wait: { interval, maxWait },
      stop,
      onEvent,
      onHalt,
    };
  }

  async start(): Promise<void> {
    const { onEvent } = this.#context;
    const { counts } = summarize(this.#items, await this.#journal.entries(), {});
    onEvent({
      event: "start",
      journal: this.#journal.name,
      items: this.#items.length,
      finished: counts.completed + counts.saved + counts.failed,
    });
    for (const message of this.#journal.notes) onEvent({ event: "note", message });
    const workers = Array.from({ length: this.#options.concurrency ?? 4 }, () => this.#work());
    const failure = (await Promise.allSettled(workers)).find((result) => result.status === "rejected");
    if (failure !== undefined) throw failure.reason;
  }

  async end(): Promise<Summary> {
    const interrupted = this.#options.signal?.aborted === true;
    return summarize(this.#items, await this.#journal.entries(), {
      interrupted,
      halted: this.#halted,
      saving: this.#options.outDir !== undefined,
    });
  }

  async #work(): Promise<void> {
    const { stop } = this.#context;
    try {
      while (!stop.aborted) {
        const entry = await this.#journal.take(this.#capabilities());
        if (entry === undefined) return;
        await work(this.#context, entry);
      }
    } catch (error) {
      this.#broken.abort(error);
      throw error;
    }
  }

  #capabilities(): WorkerCapabilities {
    return {
      create: this.#halted === undefined,
      save: this.#context.saving !== undefined,
      idempotent: this.#context.idempotent,
    };
  }

  #halt(message: string): void {
    if (this.#halted !== undefined) return;
    this.#halted = message;
    this.#context.onEvent({ event: "halt", message });
  }
}
