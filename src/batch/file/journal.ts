import { randomUUID } from "node:crypto";
import { open, realpath } from "node:fs/promises";
import { assertUnchanged } from "../changed.ts";
import { apply, sharedTask, waiting, type JournalEntry, type JournalEvent } from "../entry.ts";
import { BatchError } from "../error.ts";
import { spentBy, wouldPass } from "../budget.ts";
import type { Item } from "../items.ts";
import {
  hasWork,
  OUTCOME_NOT_RECORDED,
  type Journal,
  type SendPermission,
  type WorkerCapabilities,
} from "../journal.ts";
import { Lines, type Open } from "./lines.ts";
import { lock } from "./lock.ts";

const VERSION = 1;

/** Options of a file journal. */
export interface FileJournalOptions {
  /** Opens files. @default that of `node:fs/promises` */
  readonly open?: Open | undefined;
}

/**
 * Opens or creates a journal in a file of JSON Lines, for one process at a time. Close it at the end.
 *
 * @throws {BatchError} `locked` when another process has it, `damaged` when it is not a journal or holds what cannot
 * be, `journal` when the file system fails.
 * @example
 * const journal = await openFileJournal("films.jsonl.journal");
 */
export async function openFileJournal(path: string, options: FileJournalOptions = {}): Promise<Journal> {
  const real = await created(path);
  const unlock = await lock(real);
  try {
    const { lines, values, torn } = await Lines.open(real, options.open);
    try {
      const [first = await begin(lines), ...events] = values;
      const journal = new FileJournal(real, lines, idOf(first, real), unlock);
      await journal.replay(events, torn);
      return journal;
    } catch (error) {
      await lines.close();
      throw error;
    }
  } catch (error) {
    await unlock();
    throw error instanceof BatchError
      ? error
      : new BatchError("journal", `${real} could not be opened: ${String(error)}`, error);
  }
}

/**
 * Creates the file unless it is there, and returns its path without symbolic links, which may have led to nothing
 * before.
 */
async function created(path: string): Promise<string> {
  try {
    await (await open(path, "a", 0o600)).close();
    return await realpath(path);
  } catch (cause) {
    throw new BatchError("journal", `${path} could not be opened: ${String(cause)}`, cause);
  }
}

async function begin(lines: Lines): Promise<Readonly<Record<string, unknown>>> {
  const header = { type: "batch", version: VERSION, id: randomUUID(), at: new Date().toISOString() };
  await lines.append(header);
  return header;
}

function idOf({ type, version, id }: Readonly<Record<string, unknown>>, path: string): string {
  if (type !== "batch" || typeof id !== "string")
    throw new BatchError("damaged", `${path} is not the journal of a batch`);
  if (version !== VERSION)
    throw new BatchError(
      "damaged",
      `${path} was written by another version of this command (${String(version)}, not ${VERSION})`,
    );
  return id;
}

class FileJournal implements Journal {
  readonly notes: string[] = [];
  readonly #entries = new Map<string, JournalEntry>();
  /** The keys of the items by the ids of their tasks. */
  readonly #owners = new Map<string, string>();
  readonly #taken = new Set<string>();
  #inFile: ReadonlySet<string> = new Set();

  constructor(
    readonly name: string,
    private readonly lines: Lines,
    readonly id: string,
    private readonly unlock: () => Promise<void>,
  ) {}

  /** Applies the events of an earlier process: requests that it had begun now have an unknown outcome. */
  async replay(events: readonly Readonly<Record<string, unknown>>[], torn: string | undefined): Promise<void> {
    // `apply` rejects events in a wrong order. Their fields are not checked, because only this program writes the file.
    for (const event of events) this.#apply(event as JournalEvent);
    if (torn !== undefined)
      this.notes.push(`The last line of ${this.name} was torn by a crash and cut off: ${JSON.stringify(torn)}`);
    for (const { key, state, attempt } of [...this.#entries.values()]) {
      if (state === "begun") await this.record({ type: "unknown", key, attempt, message: OUTCOME_NOT_RECORDED });
    }
  }

  admit(items: readonly Item[], { allowChanged }: { readonly allowChanged: boolean }): Promise<void> {
    return Promise.resolve().then(() => {
      assertUnchanged(items, this.#entries.values(), allowChanged);
      this.#order(items);
    });
  }

  take(capabilities: WorkerCapabilities): Promise<JournalEntry | undefined> {
    const free = [...this.#entries.values()].filter(
      (entry) => !this.#taken.has(entry.key) && this.#canDo(entry, capabilities),
    );
    const found = free.find(({ taskId }) => taskId !== undefined) ?? free[0];
    if (found !== undefined) this.#taken.add(found.key);
    return Promise.resolve(found);
  }

  async begin(
    event: JournalEvent & { readonly type: "begun" },
    maxCredits: number | undefined,
  ): Promise<SendPermission> {
    if (maxCredits !== undefined && wouldPass(this.#spentBesides(event.key), event.estimate, maxCredits))
      return "limit";
    await this.record(event);
    return "begun";
  }

  /** Applies and appends an event. It resolves when the event is on disk; a failed write ends the work. */
  async record(received: JournalEvent): Promise<JournalEntry> {
    const owner = received.type === "accepted" ? this.#owners.get(received.taskId) : undefined;
    const isShared = received.type === "accepted" && owner !== undefined && owner !== received.key;
    const event = isShared ? sharedTask(received, owner) : received;
    const entry = this.#apply(event);
    await this.lines.append({ ...event, at: new Date().toISOString() });
    return entry;
  }

  release(key: string, next: "retry" | "leave"): Promise<void> {
    if (next === "retry") this.#taken.delete(key);
    return Promise.resolve();
  }

  entries(): Promise<JournalEntry[]> {
    return Promise.resolve([...this.#entries.values()]);
  }

  async close(): Promise<void> {
    await this.lines.close().finally(this.unlock);
  }

  #order(items: readonly Item[]): void {
    this.#inFile = new Set(items.map(({ key }) => key));
    const ordered = items.map(({ key }) => this.#entries.get(key) ?? waiting(key));
    const missing = [...this.#entries.values()].filter(({ key }) => !this.#inFile.has(key));
    this.#entries.clear();
    for (const entry of [...ordered, ...missing]) this.#entries.set(entry.key, entry);
  }

  /**
   * Returns whether an item may be taken. One that is missing from the file can be followed by its task id, but not
   * created.
   */
  #canDo(entry: JournalEntry, capabilities: WorkerCapabilities): boolean {
    return hasWork(entry, { ...capabilities, create: capabilities.create && this.#inFile.has(entry.key) });
  }

  #apply(event: JournalEvent): JournalEntry {
    const entry = apply(this.#entries.get(event.key) ?? waiting(event.key), event);
    this.#entries.set(event.key, entry);
    if (entry.taskId !== undefined) this.#owners.set(entry.taskId, entry.key);
    return entry;
  }

  /** A retry under an idempotency key does not cost twice. */
  #spentBesides(key: string): ReturnType<typeof spentBy> {
    return spentBy([...this.#entries.values()].filter((entry) => entry.key !== key));
  }
}
