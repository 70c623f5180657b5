import { openFileJournal } from "../../batch/file/journal.ts";
import type { Open } from "../../batch/file/lines.ts";
import {
  openPgBossBatch,
  runBatch,
  settle,
  type BatchOptions,
  type Finding,
  type Item,
  type Summary,
} from "../../batch/index.ts";

/** A batch with a journal in a file or in PostgreSQL. */
export interface OpenedBatch {
  /** Records a person's decision about an item of unknown outcome. */
  settle(key: string, finding: Finding): Promise<unknown>;
  /** Creates the videos of the items that are not finished. */
  run(items: readonly Item[], options: BatchOptions): Promise<Summary>;
  close(): Promise<void>;
}

/** Options for opening a batch. */
export interface Opening {
  /** Path of a file, or the URL of a PostgreSQL database. */
  readonly journal: string;
  /** Name of the batch in PostgreSQL. */
  readonly batch: string;
  /** Opens the journal's file. Default: that of `node:fs/promises`. */
  readonly open?: Open | undefined;
  /** Opens the batch in PostgreSQL. Default: `openPgBossBatch`. */
  readonly openPgBoss?: typeof openPgBossBatch | undefined;
}

/** Opens the journal that `--journal` names. */
export async function openBatch({ journal, batch, open, openPgBoss = openPgBossBatch }: Opening): Promise<OpenedBatch> {
  return /^postgres(ql)?:\/\//.test(journal)
    ? onPgBoss(await openPgBoss({ connectionString: journal, batch }))
    : inFile(await openFileJournal(journal, { open }));
}

function inFile(journal: Awaited<ReturnType<typeof openFileJournal>>): OpenedBatch {
  return {
    settle: (key, finding) => settle(journal, key, finding),
    run: (items, options) => runBatch(items, journal, options),
    close: () => journal.close(),
  };
}

function onPgBoss(batch: Awaited<ReturnType<typeof openPgBossBatch>>): OpenedBatch {
  return {
    settle: (key, finding) => batch.settle(key, finding),
    async run(items, { allowChanged, ...options }) {
      await batch.enqueue(items, { whole: true, allowChanged });
      return batch.work(options);
    },
    close: () => batch.close(),
  };
}
