import { columnsOf, paint, printable, type Output } from "./output.ts";

const WIDTH = 30;
const STEP = 10;

/** How far something has come: a bar that is drawn again every second on a terminal, else a line for each notable step. */
export class Progress {
  readonly #output: Output;
  readonly #began = Date.now();
  readonly #timer: NodeJS.Timeout;
  #percent: number | undefined;
  #label: string;
  #told: { readonly label: string; readonly percent: number } | undefined;

  constructor(output: Output, label: string) {
    this.#output = output;
    this.#label = label;
    this.#timer = setInterval(() => this.#draw(), 1000);
    this.#draw();
  }

  /** Shows a state; `percent` is undefined when it is not known. */
  show(label: string, percent: number | undefined): void {
    this.#label = label;
    this.#percent = percent;
    this.#draw();
    if (!this.#output.isLive) this.#tell();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#output.live("");
  }

  #draw(): void {
    const done = Math.round(((this.#percent ?? 0) * WIDTH) / 100);
    const bar = `[${"#".repeat(done)}${"-".repeat(WIDTH - done)}]`;
    const room = columnsOf(process.stderr) - 1;
    const text = this.#text();
    if (bar.length + 1 + text.length > room) this.#output.live(text.slice(0, room));
    else this.#output.live(`[${paint("32", bar.slice(1, 1 + done))}${paint("2", bar.slice(1 + done, -1))}] ${text}`);
  }

  /** A new label, or ten percent more. */
  #tell(): void {
    const percent = this.#percent ?? 0;
    const told = this.#told;
    if (told?.label === this.#label && percent < told.percent + STEP) return;
    this.#told = { label: this.#label, percent };
    this.#output.note(this.#text());
  }

  #text(): string {
    const seconds = Math.floor((Date.now() - this.#began) / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const percent = this.#percent === undefined ? "" : `${String(Math.round(this.#percent)).padStart(3)} %  `;
    return `${percent}${printable(this.#label)}  ${time}`;
  }
}
