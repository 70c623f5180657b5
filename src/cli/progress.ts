import type { Output } from "./output.ts";
import { printable } from "./printable.ts";

const WIDTH = 30;
const STEP = 10;

/**
 * Shows progress: a bar that is redrawn every second on a terminal, else a line for each notable step.
 */
export class Progress {
  readonly #output: Output;
  readonly #began = Date.now();
  readonly #timer: NodeJS.Timeout;
  #percent: number | undefined;
  #label: string;
  #reported: { readonly label: string; readonly percent: number } | undefined;

  constructor(output: Output, label: string) {
    this.#output = output;
    this.#label = label;
    this.#timer = setInterval(() => this.#draw(), 1000);
    this.#draw();
  }

  /**
   * Shows a state. `percent` is any value of a server: a value that is no number is unknown, a number is limited to
   * 0–100.
   */
  show(label: string, percent: unknown): void {
    this.#label = printable(label);
    this.#percent = typeof percent === "number" ? clamp(percent) : undefined;
    this.#draw();
    if (!this.#output.isLive) this.#print();
  }

  /** Removes the bar. */
  end(): void {
    clearInterval(this.#timer);
    this.#output.live("");
  }

  #draw(): void {
    const bar = barOf(this.#percent ?? 0, WIDTH);
    const room = this.#output.columns - 1;
    const text = this.#text();
    if (WIDTH + 3 + text.length > room) this.#output.live(text.slice(0, room));
    else this.#output.live(`[${this.#output.paint("green", bar.done)}${this.#output.paint("dim", bar.left)}] ${text}`);
  }

  /** Prints a line for a new label or ten percent more. */
  #print(): void {
    const percent = this.#percent ?? 0;
    const reported = this.#reported;
    if (reported?.label === this.#label && percent < reported.percent + STEP) return;
    this.#reported = { label: this.#label, percent };
    this.#output.note(this.#text());
  }

  #text(): string {
    const seconds = Math.floor((Date.now() - this.#began) / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const percent = this.#percent === undefined ? "" : `${String(Math.round(this.#percent)).padStart(3)} %  `;
    return `${percent}${this.#label}  ${time}`;
  }
}

/** Returns the two parts of a bar with a number of characters. Limits the percentage to 0–100. */
export function barOf(percent: number, width: number): { readonly done: string; readonly left: string } {
  const done = Math.round((clamp(percent) * width) / 100);
  return { done: "#".repeat(done), left: "-".repeat(width - done) };
}

function clamp(percent: number): number {
  return Number.isNaN(percent) ? 0 : Math.min(100, Math.max(0, percent));
}
