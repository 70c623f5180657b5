import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { openFileJournal } from "../batch/file/journal.ts";
import type { Open } from "../batch/file/lines.ts";
import { BatchError, openPostgresJournal, readItems, runBatch, settle, type BatchOptions, type Journal, type News, type Summary } from "../batch/index.ts";
import { Interrupt } from "../batch/interrupt.ts";
import { farewell, Teller, type Screen } from "../batch/people.ts";
import { EvoLinkError, type Fetch } from "../index.ts";

const USAGE = `Usage: evolink-video batch FILE.jsonl [options]

Makes the videos of a file, one request a line: a request body, or {"key": "NAME", "body": {...}}. Every paid request is
written into a journal before it is sent and its task's id after it, so the command can be stopped, or crash, at any time:
run it again to go on. A request whose outcome is unknown is never sent again by itself. The API key is read from
EVOLINK_API_KEY.

  --out-dir DIR          save the videos there
  --concurrency N        work on so many videos at a time (default 4)
  --max-credits N        create nothing that would make the batch, all runs together, cost more
  --max-rps N            at most so many requests a second
  --json                 one event a line on standard output, for machines
  --settle KEY=FINDING   say what became of an item of unknown outcome: the id of its task, or not-accepted
  --allow-changed        go on although items that were sent are gone from the file
  --idempotent           send an Idempotency-Key and repeat unknown outcomes under it: the vendor does not document
                         this header, and without its protection a repetition is charged again
  --journal WHERE        a file (default FILE.jsonl.journal) or postgres://..., for workers on several machines
  --batch NAME           name of the batch in PostgreSQL (default: the file's name)
  --interval SECONDS     between two looks at a task (default 8)
  --max-wait SECONDS     for one task in one run (default 1800)
  --base-url URL         another server, the sandbox for example (default: EVOLINK_BASE_URL)

Exit codes: 0 all completed, 1 some failed or were refused, 2 wrong usage, 3 some of unknown outcome, 4 some left
(spending limit, too slow, not reachable), 130 interrupted.
`;

const FLAGS = {
  "out-dir": { type: "string" },
  concurrency: { type: "string" },
  "max-credits": { type: "string" },
  "max-rps": { type: "string" },
  json: { type: "boolean" },
  settle: { type: "string", multiple: true },
  "allow-changed": { type: "boolean" },
  idempotent: { type: "boolean" },
  journal: { type: "string" },
  batch: { type: "string" },
  interval: { type: "string" },
  "max-wait": { type: "string" },
  "base-url": { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/** What the command touches. Default: the process. */
export interface Surroundings {
  readonly out: Screen;
  readonly err: Screen;
  /** Sends requests to the API and fetches results. */
  readonly fetch: Fetch;
  /** Opens the journal's file. */
  readonly open?: Open | undefined;
  /** Interrupts the command in addition to the process's signals. */
  readonly signal?: AbortSignal | undefined;
}

/** The command's exit code for a wrong use of it. */
const WRONG_USAGE = 2;

type Flags = ReturnType<typeof parse>["values"];

const parse = (args: string[]) => parseArgs({ args, options: FLAGS, allowPositionals: true });

/** Runs `evolink-video batch` and resolves to its exit code. Never rejects for what it is told or what the API does. */
export async function run(args: string[], surroundings: Partial<Surroundings> = {}): Promise<number> {
  const around: Surroundings = { out: process.stdout, err: process.stderr, fetch: (url, init) => fetch(url, init), ...surroundings };
  try {
    const { values, positionals } = parse(args);
    if (values.help === true) {
      around.out.write(USAGE);
      return 0;
    }
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new BatchError("input", "Give one file of items. `evolink-video batch --help` says more.");
    const items = readItems(await readFile(file, "utf8"));
    const journal = await openJournal(file, values, around);
    try {
      return await go(journal, items, values, around, commandOf(file, values));
    } finally {
      await journal.close();
    }
  } catch (error) {
    around.err.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof BatchError && error.reason === "journal" ? 1 : WRONG_USAGE;
  }
}

function openJournal(file: string, values: Flags, { open }: Surroundings): Promise<Journal> {
  const { journal = `${file}.journal`, batch = basename(file) } = values;
  return /^postgres(ql)?:\/\//.test(journal) ? openPostgresJournal(journal, { batch }) : openFileJournal(journal, { open });
}

async function go(journal: Journal, items: ReturnType<typeof readItems>, values: Flags, around: Surroundings, command: string): Promise<number> {
  const options = optionsOf(values, around);
  for (const [key, finding] of findings(values.settle ?? [])) {
    await settle(journal, key, finding === "not-accepted" ? finding : { taskId: finding });
  }
  const teller = new Teller(around.err);
  const say = (event: unknown): void => {
    if (values.json === true) around.out.write(`${JSON.stringify({ at: new Date().toISOString(), ...(event as object) })}\n`);
  };
  const onNews = (news: News): void => {
    say(news);
    teller.hear(news);
  };
  const interrupt = new Interrupt(around.signal, () => teller.line("Stopping: what was sent is heard out. A second signal stops at once."));
  try {
    const summary = await runBatch(items, journal, { ...options, onNews, signal: interrupt.signal });
    say(lastEvent(summary));
    teller.clear();
    around.err.write(`\n${farewell(summary, command)}`);
    return summary.exitCode;
  } finally {
    interrupt.end();
  }
}

/** What to type to go on: without what is said only once, and without a password. */
function commandOf(file: string, values: Flags): string {
  const lasting = Object.entries(values).filter(([name]) => name !== "settle");
  const flags = lasting.map(([name, value]) => (value === true ? `--${name}` : `--${name} ${String(value).replace(/\/\/[^/]*@/, "//USER:PASSWORD@")}`));
  return ["evolink-video batch", file, ...flags].join(" ");
}

function lastEvent({ unknown, ...summary }: Summary): unknown {
  return { event: "end", ...summary, unknown: unknown.map(({ key, begunAt, message }) => ({ key, begunAt, message })) };
}

function optionsOf(values: Flags, { fetch: send }: Surroundings): BatchOptions {
  const seconds = (text: string | undefined, name: string): number | undefined => (text === undefined ? undefined : above0(text, name) * 1000);
  const number = (text: string | undefined, name: string): number | undefined => (text === undefined ? undefined : above0(text, name));
  const concurrency = number(values.concurrency, "--concurrency");
  if (concurrency !== undefined && !Number.isInteger(concurrency)) throw new EvoLinkError("--concurrency must be a whole number");
  return {
    client: { baseUrl: values["base-url"], fetch: send, maxRequestsPerSecond: number(values["max-rps"], "--max-rps") },
    concurrency,
    maxCredits: number(values["max-credits"], "--max-credits"),
    idempotent: values.idempotent,
    outDir: values["out-dir"],
    downloadFetch: send,
    interval: seconds(values.interval, "--interval"),
    maxWait: seconds(values["max-wait"], "--max-wait"),
    allowChanged: values["allow-changed"],
  };
}

function above0(text: string, name: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && Number.isFinite(value)) return value;
  throw new EvoLinkError(`${name} must be a number above 0, got ${JSON.stringify(text)}`);
}

function findings(texts: readonly string[]): [string, string][] {
  return texts.map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new BatchError("input", `--settle must be KEY=TASK or KEY=not-accepted, got ${JSON.stringify(text)}`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}
