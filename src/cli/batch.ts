import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Open } from "../batch/file/lines.ts";
import {
  BatchError,
  readItems,
  type BatchEvent,
  type Item,
  type openPgBossBatch,
  type Summary,
} from "../batch/index.ts";
import { Interrupt } from "./batch/interrupt.ts";
import { openBatch, type OpenedBatch } from "./batch/open.ts";
import { farewell, Teller, type Screen } from "./batch/teller.ts";
import type { Fetch } from "../sdk/index.ts";
import { createRedactor } from "../sdk/http/redact.ts";
import { asksForHelp, parse, type Given } from "./arguments.ts";
import { commandOf, findingsOf, optionsOf, usage } from "./batch/usage.ts";
import { EXIT } from "./exit-codes.ts";
import { helpOf } from "./help.ts";
import { keyOf } from "./key.ts";
import { columnsOf, paint, printable } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/** What the command touches. Default: the process. */
export interface Surroundings {
  readonly out: Screen;
  readonly err: Screen;
  /** Sends requests to the API and fetches results. */
  readonly fetch: Fetch;
  /** Opens the journal's file. */
  readonly open?: Open | undefined;
  /** Opens a batch in PostgreSQL. */
  readonly openPgBoss?: typeof openPgBossBatch | undefined;
  /** Interrupts the command in addition to the process's signals. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs `evolink-video batch` and resolves to its exit code. Never rejects for what it is told or what the API does. */
export async function run(args: readonly string[], surroundings: Partial<Surroundings> = {}): Promise<number> {
  const around: Surroundings = {
    out: process.stdout,
    err: process.stderr,
    fetch: (url, init) => fetch(url, init),
    ...surroundings,
  };
  if (asksForHelp(args)) {
    around.out.write(`${helpOf(usage, columnsOf(process.stdout))}\n`);
    return EXIT.done;
  }
  try {
    const given = parse(usage, args);
    const apiKey = await keyOf(given);
    return await batch(given, apiKey, {
      ...around,
      out: without(apiKey, around.out),
      err: without(apiKey, around.err),
    });
  } catch (error) {
    const [message, next] =
      error instanceof Error
        ? [
            error.message,
            error instanceof UsageError ? (error.next ?? "evolink-video batch --help shows how.") : undefined,
          ]
        : [String(error)];
    around.err.write(
      `${paint("1;31", "error:")} ${printable([message, next].filter((line) => line !== undefined).join("\n"))}\n`,
    );
    return error instanceof BatchError && error.reason === "journal" ? EXIT.refused : EXIT.usage;
  }
}

/** The screen, with the key taken out of everything. */
function without(apiKey: string, screen: Screen): Screen {
  const { text } = createRedactor(apiKey);
  return { isTTY: screen.isTTY, write: (shown) => screen.write(text(shown)) };
}

async function batch(given: Given, apiKey: string, around: Surroundings): Promise<number> {
  const options = optionsOf(given, apiKey, around.fetch);
  const findings = findingsOf(given);
  const items = readItems(await readFile(given.argument));
  const journal = given.text("journal") ?? `${given.argument}.journal`;
  const opened = await openBatch({ journal, batch: given.text("batch") ?? basename(given.argument), ...around });
  try {
    for (const [key, finding] of findings)
      await opened.settle(key, finding === "not-accepted" ? finding : { taskId: finding });
    return await go(opened, items, options, given, around);
  } finally {
    await opened.close();
  }
}

async function go(
  opened: OpenedBatch,
  items: readonly Item[],
  options: ReturnType<typeof optionsOf>,
  given: Given,
  around: Surroundings,
): Promise<number> {
  const teller = new Teller(around.err, { quiet: given.flag("quiet") ?? false });
  const say = (event: object): void => {
    if (given.flag("json") === true)
      around.out.write(`${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);
  };
  const onEvent = (news: BatchEvent): void => {
    say(news);
    teller.hear(news);
  };
  const interrupt = new Interrupt(around.signal, () =>
    teller.line("Stopping: what was sent is heard out. A second signal stops at once."),
  );
  try {
    const summary = await opened.run(items, { ...options, onEvent, signal: interrupt.signal });
    say(lastEvent(summary));
    teller.clear();
    around.err.write(`\n${farewell(summary, commandOf(given))}`);
    return summary.exitCode;
  } finally {
    interrupt.end();
  }
}

function lastEvent({ unknown, ...summary }: Summary): object {
  return { event: "end", ...summary, unknown: unknown.map(({ key, begunAt, message }) => ({ key, begunAt, message })) };
}
