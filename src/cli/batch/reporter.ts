import { LIMIT_REACHED } from "../../batch/create.ts";
import type { BatchEvent, Summary } from "../../batch/index.ts";
import type { Screen } from "../io.ts";
import { printable } from "../printable.ts";
import { programName } from "../program-name.ts";
import { barOf } from "../progress.ts";

const WIDTH = 24;
const UNEVENTFUL: ReadonlySet<BatchEvent["event"]> = new Set(["start", "note", "progress", "completed", "saved"]);

/** Reports a run to people: lines for each event, and a progress bar on a terminal. */
export class Reporter {
  readonly #screen: Screen;
  readonly #quiet: boolean;
  #items = 0;
  #finished = 0;
  readonly #progress = new Map<string, number>();

  /** When quiet, it reports only task ids and errors. */
  constructor(screen: Screen, { quiet }: { readonly quiet: boolean }) {
    this.#screen = screen;
    this.#quiet = quiet;
  }

  /** Reports an event. Polls only update the bar. */
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

/** Returns the lines of an event; none for minor events. */
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
        `${event.key}: ACCEPTED AS ${event.taskId}, but that could not be recorded (${event.message}). Note this id, and pass it to the next run: --settle ${event.key}=${event.taskId}`,
      ];
    case "unknown":
      return [`${event.key}: outcome unknown, set aside: ${event.message}`];
    case "halt":
      return [`No more videos are created: ${event.message}`];
    default:
      return [`${event.key}: ${event.event}: ${event.message}`];
  }
}

/** Returns the state of a batch, what a person has to decide, and how to resume; `command` is the typed command. */
export function summary(end: Summary, command: string): readonly string[] {
  const { counts, credits, unknown, withoutResult, exitCode, halted } = end;
  const states = Object.entries(counts).filter(([, count]) => count > 0);
  const lines = [
    `${states.map(([state, count]) => `${count} ${state}`).join(", ")}; ${round(credits)} credits at most.`,
  ];
  if (unknown.length > 0)
    lines.push(
      "",
      "These were sent, and it is not known whether they were accepted and charged. They are never retried automatically:",
      ...unknown.map(
        ({ key, begunAt, message }) => `  ${key}, sent at ${begunAt ?? "an unknown time"}: ${message ?? ""}`,
      ),
      `The API lists no tasks. Find out what became of each from your credits (${programName()} credits), a callback, or EvoLink's support, by its time and prompt.`,
      "Then run the same command again with your decision:",
      "  --settle KEY=task-unified-...   there is a task: its result is awaited",
      "  --settle KEY=not-accepted       there is none: the video is created again, and charged",
    );
  if (withoutResult.length > 0)
    lines.push(
      "",
      "These completed without a result, although they were charged. Contact EvoLink's support with the task ids:",
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
    lines.push("", "Rejected requests cost nothing. Fix the lines and run the same command again.");
  return lines;
}

/** Returns the message when a second signal ends the process without waiting for in-flight requests. */
export function stoppedAtOnce(command: string): readonly string[] {
  return [
    "Stopped at once. A request that was in flight may have been accepted and charged; the next run reports it.",
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
