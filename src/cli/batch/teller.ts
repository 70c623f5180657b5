import { LIMIT_REACHED } from "../../batch/create.ts";
import type { BatchEvent, Summary } from "../../batch/index.ts";
import { printable } from "../output.ts";

/** Where text for people goes, standard error for example. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

const UNEVENTFUL: ReadonlySet<BatchEvent["event"]> = new Set(["start", "note", "progress", "completed", "saved"]);

/** Tells people what happens in a run: a line for each thing, and on a terminal one that shows how far it is. */
export class Teller {
  readonly #screen: Screen;
  readonly #quiet: boolean;
  readonly #width = 24;
  #items = 0;
  #finished = 0;
  readonly #progress = new Map<string, number>();

  /** When quiet, it tells only the ids of tasks and what went wrong. */
  constructor(screen: Screen, { quiet }: { readonly quiet: boolean }) {
    this.#screen = screen;
    this.#quiet = quiet;
  }

  /** Takes news. Looks at tasks only move the bar. */
  readonly hear = (news: BatchEvent): void => {
    if (news.event === "start") [this.#items, this.#finished] = [news.items, news.finished];
    if (news.event === "accepted") this.#progress.set(news.key, 0);
    if (news.event === "progress") this.#progress.set(news.key, news.progress ?? 0);
    if (news.event === "completed" || news.event === "failed" || news.event === "left") this.#progress.delete(news.key);
    if (news.event === "completed" || news.event === "failed") this.#finished += 1;
    const text = this.#quiet && UNEVENTFUL.has(news.event) ? undefined : lineOf(news);
    if (text !== undefined) this.line(text);
    else this.#bar();
  };

  /** Prints a line, and the bar below it. */
  line(text: string): void {
    this.clear();
    this.#screen.write(`${printable(text)}\n`);
    this.#bar();
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.#screen.isTTY === true) this.#screen.write("\r\x1b[K");
  }

  #bar(): void {
    if (this.#quiet || this.#screen.isTTY !== true || this.#items === 0) return;
    const running = [...this.#progress.values()].reduce((sum, percent) => sum + percent / 100, 0);
    const share = Math.min(1, (this.#finished + running) / this.#items);
    const full = Math.round(share * this.#width);
    this.#screen.write(
      `\r\x1b[K[${"#".repeat(full)}${"-".repeat(this.#width - full)}] ${this.#finished} of ${this.#items} finished, ${this.#progress.size} under way`,
    );
  }
}

/** One line for people; undefined for what is not worth a line. */
function lineOf(news: BatchEvent): string | undefined {
  switch (news.event) {
    case "start":
      return `${news.items} items, ${news.finished} of them finished. Journal: ${news.journal}`;
    case "note":
      return `warning: ${news.message}`;
    case "accepted":
      return `${news.key}: accepted as ${news.taskId}, ${round(news.credits)} credits`;
    case "progress":
      return undefined;
    case "completed":
      return `${news.key}: completed${news.results.map((link) => `\n  ${link}`).join("")}`;
    case "saved":
      return `${news.key}: saved as ${news.files.join(", ")}`;
    case "unrecorded":
      return `${news.key}: ACCEPTED AS ${news.taskId}, but that could not be written down (${news.message}). Keep this id, and say it on the next run: --settle ${news.key}=${news.taskId}`;
    case "unknown":
      return `${news.key}: outcome unknown, set aside: ${news.message}`;
    case "halt":
      return `No more videos are created: ${news.message}`;
    default:
      return `${news.key}: ${news.event}: ${news.message}`;
  }
}

/** How a batch stands, what a person has to decide, and how to go on; `command` is what was typed. */
export function farewell({ counts, credits, unknown, exitCode, halted }: Summary, command: string): string {
  const standing = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  const lines = [`${standing.join(", ")}; ${round(credits)} credits at most.`];
  if (unknown.length > 0) {
    lines.push(
      "",
      "These were sent, and it is not known whether they were accepted and charged. They are never sent again by themselves:",
      ...unknown.map(
        ({ key, begunAt, message }) => `  ${key}, sent at ${begunAt ?? "an unknown time"}: ${message ?? ""}`,
      ),
      "Look for each among your tasks at EvoLink, by its time and prompt. Then run the same command once more with what you found:",
      "  --settle KEY=task-unified-...   there is a task: it is followed",
      "  --settle KEY=not-accepted       there is none: the video is created, and paid for, anew",
    );
  }
  if (exitCode === 4 && halted === LIMIT_REACHED)
    lines.push(
      "",
      "To go on, raise --max-credits, which counts all runs of the batch together, and run the command again.",
    );
  else if (exitCode === 130 || exitCode === 4)
    lines.push("", "To go on, run the same command again; nothing is paid for twice:", `  ${command}`);
  if (counts.refused > 0)
    lines.push("", "What was refused cost nothing. Mend the lines and run the same command again.");
  return printable(`${lines.join("\n")}\n`);
}

const round = (credits: number): number => Math.round(credits * 100) / 100;
