import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { EvoLink } from "../sdk/index.ts";
import { AbortError, TaskFailedError } from "../sdk/index.ts";
import type { Task } from "../../generated/types.ts";
import { create, type Created } from "./create.ts";
import type { Entry, Event } from "./entry.ts";
import type { Item } from "./items.ts";
import type { Journal } from "./journal.ts";
import type { News } from "./news.ts";
import type { Posts } from "./post.ts";
import { save, type Saving } from "./save.ts";

/** What the work on an item needs. */
export interface Bench {
  readonly journal: Journal;
  readonly items: ReadonlyMap<string, Item>;
  readonly client: EvoLink;
  readonly posts: Posts;
  readonly maxCredits: number | undefined;
  readonly idempotent: boolean;
  readonly saving: Saving | undefined;
  /** Milliseconds, as `WaitOptions` has them. */
  readonly wait: { readonly interval: number | undefined; readonly maxWait: number | undefined };
  /** Aborted when the run is to end: waits end, requests that have left are heard out. */
  readonly stop: AbortSignal;
  readonly onNews: (news: News) => void;
  /** Told that no other item should be created. */
  readonly onHalt: (reason: string) => void;
}

/** Does for an item what is left to do: create, follow, save. Rejects only when the journal fails. */
export async function work(bench: Bench, entry: Entry): Promise<void> {
  const { taskId } = entry;
  if (taskId !== undefined) return follow(bench, entry, taskId);
  const item = bench.items.get(entry.key);
  if (item === undefined) return bench.journal.park(entry.key);
  const created = await create(bench.client, bench.posts, item, {
    ...{ journal: bench.journal, attempts: entry.attempt, maxCredits: bench.maxCredits, stop: bench.stop },
    idempotencyKey: bench.idempotent ? (entry.idempotencyKey ?? keyFor(bench.journal.id, item.key)) : undefined,
  });
  await settle(bench, item, created);
}

/** The idempotency key of an item: the same in every run, another in every batch. */
function keyFor(batch: string, key: string): string {
  return `batch-${createHash("sha256").update(`${batch} ${key}`).digest("hex")}`;
}

async function settle(bench: Bench, item: Item, created: Created): Promise<void> {
  const { event, task, halt } = created;
  if (created.broken !== undefined) throw created.broken;
  const entry = event === undefined ? undefined : await written(bench, event);
  if (entry?.state === "accepted" && entry.taskId !== undefined) {
    bench.onNews({ event: "accepted", key: item.key, taskId: entry.taskId, credits: entry.credits ?? item.estimate });
    return follow(bench, entry, task ?? entry.taskId);
  }
  if (entry?.state === "refused" || entry?.state === "unknown") {
    bench.onNews({ event: entry.state, key: item.key, message: entry.message ?? "" });
  }
  if (halt !== undefined) bench.onHalt(halt);
  if (created.pause !== undefined) await pause(created.pause, undefined, { signal: bench.stop }).catch(() => undefined);
  await (created.then === "again" ? bench.journal.release(item.key) : bench.journal.park(item.key));
}

/** An id that cannot be written down is at least said. */
async function written({ journal, onNews }: Bench, event: Event): Promise<Entry> {
  try {
    return await journal.record(event);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (event.type === "accepted") onNews({ event: "unrecorded", key: event.key, taskId: event.taskId, message });
    throw error;
  }
}

async function follow(bench: Bench, { key, state }: Entry, known: Task | string): Promise<void> {
  const { journal, client, onNews } = bench;
  try {
    const task =
      state === "completed"
        ? await client.tasks.get(idOf(known), { signal: bench.stop })
        : await ended(bench, key, known);
    if (bench.saving !== undefined) {
      const files = await save(key, task, bench.saving);
      await journal.record({ type: "saved", key, files }).catch(broken);
      onNews({ event: "saved", key, files });
    }
  } catch (error) {
    if (error instanceof Broken) throw error.reason;
    if (error instanceof TaskFailedError) await failed(bench, key, error);
    else if (!(error instanceof AbortError) && !bench.stop.aborted)
      onNews({ event: "left", key, message: error instanceof Error ? error.message : String(error) });
  }
  await journal.park(key);
}

async function ended({ client, wait, stop, journal, onNews }: Bench, key: string, known: Task | string): Promise<Task> {
  const taskId = idOf(known);
  const task = await client.tasks.wait(known, {
    ...wait,
    signal: stop,
    onProgress: ({ status, progress }) => onNews({ event: "progress", key, taskId, status, progress }),
  });
  await journal.record({ type: "ended", key, completed: true }).catch(broken);
  onNews({ event: "completed", key, taskId, results: task.results });
  return task;
}

async function failed({ journal, onNews }: Bench, key: string, { message, taskId }: TaskFailedError): Promise<void> {
  await journal.record({ type: "ended", key, completed: false, message });
  onNews({ event: "failed", key, taskId, message });
}

const idOf = (known: Task | string): string => (typeof known === "string" ? known : known.id);

/** Sets a failure of the journal apart from those of the API and of a download. */
class Broken extends Error {
  constructor(readonly reason: Error) {
    super("the journal failed");
  }
}

function broken(reason: unknown): never {
  // A journal rejects with an error.
  throw new Broken(reason as Error);
}
