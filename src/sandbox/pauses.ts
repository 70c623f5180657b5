/** Pauses in real time that can all be ended early. */
export class Pauses {
  readonly #open = new Map<ReturnType<typeof setTimeout>, () => void>();

  /** Resolves after a number of milliseconds, or at `close`. */
  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#open.delete(timer);
        resolve();
      }, milliseconds);
      this.#open.set(timer, resolve);
    });
  }

  /** Ends every pause now. */
  close(): void {
    for (const [timer, resolve] of this.#open) {
      clearTimeout(timer);
      resolve();
    }
    this.#open.clear();
  }
}
