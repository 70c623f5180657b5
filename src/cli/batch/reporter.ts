import { LIMIT_REACHED } from "../../batch/create.ts";
import type { BatchEvent, Summary } from "../../batch/index.ts";
import type { Screen } from "../io.ts";
import { printable } from "../printable.ts";
import { programName } from "../program-name.ts";
import { barOf } from "../progress.ts";

const WIDTH = 24;
const UNEVENTFUL: ReadonlySet<BatchEvent["event"]> = new Set(["start", "note", "progress", "completed", "saved"]);

/** Reports to people what happens in a run: lines for each event, and on a terminal a bar that shows how far it is. */
export class Reporter {
  readonly #screen: Screen;
  readonly #quiet: boolean;
  #items = 0;
  #finished = 0;
  readonly #progress = new Map<string, number>();

  /** When quiet, it reports only the ids of tasks and what went wrong. */
  constructor(screen: Screen, { quiet }: { readonly quiet: boolean }) {
    this.#screen = screen;
    this.#quiet = quiet;
  }

  /** Takes an event. Polls only move the bar. */
  readonly report = (event: BatchEvent): void => {
    this.#count(event);
    const lines = this.#quiet && UNEVENTFUL.has(event.event) ? [] : linesOf(event);
    if (lines.length > 0) this.lines(...lines);
    else this.#bar();
  };

  /** Writes lines, and the bar below them. */
  lines(...lines: readonly string[]): void {
    this.clear();
    this.#screen.write(textOf(lines));
    this.#bar();
  }

  /** Writes the last lines, without a bar. */
  end(lines: readonly string[]): void {
    this.clear();
    this.#screen.write(`\n${textOf(lines)}`);
  }

  /** Removes the bar. */
  clear(): void {
    if (this.#screen.isTTY === true) this.#screen.write("\r\u001B[K");
  }

  #count(event: BatchEvent): void {
    switch (event.event) {
      case "start":
        this.#items = event.items;
        this.#finished = event.finished;
        break;
      case "accepted":
        this.#progress.set(event.key, 0);
        break;
      case "progress":
        this.#progress.set(event.key, typeof event.progress === "number" ? event.progress : 0);
        break;
      case "completed":
      case "failed":
        this.#progress.delete(event.key);
        this.#finished += 1;
        break;
      case "left":
        this.#progress.delete(event.key);
        break;
      default:
    }
  }

  #bar(): void {
    if (this.#quiet || this.#screen.isTTY !== true || this.#items === 0) return;
    const running = [...this.#progress.values()].reduce((sum, percent) => sum + percent, 0);
    const { done, left } = barOf((this.#finished * 100 + running) / this.#items, WIDTH);
    const counts = `${this.#finished} of ${this.#items} finished, ${this.#progress.size} under way`;
    this.#screen.write(`\r\u001B[K[${done}${left}] ${counts}`);
  }
}

/** Returns the lines of an event; none for what is not worth a line. */
function linesOf(event: BatchEvent): readonly string[] {
  switch (event.event) {
    case "start":
      return [`${event.items} items, ${event.finished} of them finished. Journal: ${withoutPassword(event.journal)}`];
    case "note":
      return [`warning: ${event.message}`];
    case "accepted":
      return [`${event.key}: accepted as ${event.taskId}, ${round(event.credits)} credits`];
    case "progress":
      return [];
    case "completed":
      return [`${event.key}: completed`, ...event.results.map((link) => `  ${link}`)];
    case "saved":
      return [`${event.key}: saved as ${event.files.join(", ")}`];
    case "unrecorded":
      return [
        `${event.key}: ACCEPTED AS ${event.taskId}, but that could not be written down (${event.message}). Keep this id, and say it on the next run: --settle ${event.key}=${event.taskId}`,
      ];
    case "unknown":
      return [`${event.key}: outcome unknown, set aside: ${event.message}`];
    case "halt":
      return [`No more videos are created: ${event.message}`];
    default:
      return [`${event.key}: ${event.event}: ${event.message}`];
  }
}

/** Returns how a batch stands, what a person has to decide, and how to resume; `command` is what was typed. */
export function summary(end: Summary, command: string): readonly string[] {
  const { counts, credits, unknown, withoutResult, exitCode, halted } = end;
  const states = Object.entries(counts).filter(([, count]) => count > 0);
  const lines = [
    `${states.map(([state, count]) => `${count} ${state}`).join(", ")}; ${round(credits)} credits at most.`,
  ];
  if (unknown.length > 0)
    lines.push(
      "",
      "These were sent, and it is not known whether they were accepted and charged. They are never retried on their own:",
      ...unknown.map(
        ({ key, begunAt, message }) => `  ${key}, sent at ${begunAt ?? "an unknown time"}: ${message ?? ""}`,
      ),
      `The API lists no tasks. Find out what became of each from your credits (${programName()} credits), a callback, or EvoLink's support, by its time and prompt.`,
      "Then run the same command once more with what you found:",
      "  --settle KEY=task-unified-...   there is a task: its result is awaited",
      "  --settle KEY=not-accepted       there is none: the video is created again, and charged",
    );
  if (withoutResult.length > 0)
    lines.push(
      "",
      "These completed without a result, although they are paid for. Ask EvoLink's support, with the ids of the tasks:",
      ...withoutResult.map(({ key, taskId }) => `  ${key}: ${taskId ?? ""}`),
    );
  if (exitCode === 4 && halted === LIMIT_REACHED)
    lines.push(
      "",
      "To resume, raise --max-credits, which counts all runs of the batch together, and run the command again.",
    );
  else if (exitCode > 128 || exitCode === 4)
    lines.push("", "To resume, run the same command again; nothing is paid for twice:", `  ${command}`);
  if (counts.refused > 0)
    lines.push("", "What was refused cost nothing. Fix the lines and run the same command again.");
  return lines;
}

/** Returns what is said when a second signal ends the process without waiting for what is in flight. */
export function stoppedAtOnce(command: string): readonly string[] {
  return [
    "Stopped at once. A request that was in flight may have been accepted and charged; the next run says which.",
    "To resume, run the same command again; nothing is paid for twice:",
    `  ${command}`,
  ];
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${printable(line)}\n`).join("");
}

function withoutPassword(journal: string): string {
  return journal.replace(/^(postgres(?:ql)?:\/\/).*@/s, "$1USER:PASSWORD@");
}

const round = (credits: number): number => Math.round(credits * 100) / 100;
